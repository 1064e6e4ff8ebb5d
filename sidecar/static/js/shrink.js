// A photo becomes a JPEG of at most 1600 px, upright; what cannot be read stays as it is.

const LARGE = 1000 * 1000; // bytes
const SIDE = 1600; // px
const SMALL = 150;

export async function shrunk(file) {
	try {
		const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
		const isWide = Math.max(picture.width, picture.height) > SIDE;
		const blob = (isWide || file.size > LARGE) && (await jpeg(drawn(picture, SIDE)));
		const small = drawn(picture, SMALL);
		picture.close();
		if (!blob || (!isWide && blob.size >= file.size)) return { small, file };
		return { small, file: new File([blob], `${file.name}.jpg`, { type: "image/jpeg", lastModified: file.lastModified }) };
	} catch {
		return { file };
	}
}

function drawn(picture, side) {
	const scale = Math.min(1, side / Math.max(picture.width, picture.height));
	const [width, height] = [picture.width, picture.height].map((size) => Math.max(1, Math.round(size * scale)));
	const canvas = Object.assign(document.createElement("canvas"), { width, height });
	const context = canvas.getContext("2d");
	context.fillStyle = "#fff"; // JPEG has no see-through
	context.fillRect(0, 0, width, height);
	context.drawImage(picture, 0, 0, width, height);
	return canvas;
}

function jpeg(canvas) {
	return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
}
