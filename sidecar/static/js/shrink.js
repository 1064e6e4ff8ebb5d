// Photos become small enough for a slow network before they go: at most 2000 px and JPEG. What cannot be
// read stays as it is; the server tells kindly. Beside the field: thumbnails, how many and how big.
// `data-count` (optional) are the words, with %n for how many and %s for the size.

const LARGE = 1000 * 1000; // bytes
const SIDE = 2000; // px
const SMALL = 150;
const QUALITY = 0.82;
const PATIENCE = 20000; // ms that a sending waits for pictures

export function start(input) {
  const list = document.createElement("ul");
  const line = document.createElement("p");
  list.className = "photos";
  line.className = "soft small";
  line.setAttribute("aria-live", "polite");
  input.after(list, line);
  let work = null;
  input.addEventListener("change", () => {
    const mine = (work = prepare(input, list, line, () => mine === work));
    mine.catch(() => {}).then(() => (work = mine === work ? null : work));
  });
  holdSending(input.form, () => work);
}

async function prepare(input, list, line, isCurrent) {
  await null; // `isCurrent` may be asked from here on
  const ready = [];
  list.textContent = line.textContent = "";
  for (const file of [...input.files]) {
    const small = await shrunk(file);
    if (!isCurrent()) return; // other photos were chosen meanwhile
    ready.push(small.file);
    if (small.thumbnail) list.append(small.thumbnail);
  }
  replace(input, ready);
  line.textContent = ready.length ? inWords(input, [...input.files]) : "";
}

async function shrunk(file) {
  let picture = null;
  try {
    picture = await opened(file);
    const thumbnail = shown(await drawn(picture, SMALL));
    const isSmall = file.size <= LARGE && Math.max(picture.width, picture.height) <= SIDE;
    const blob = isSmall ? null : await drawn(picture, SIDE);
    const better = blob && (blob.size < file.size || Math.max(picture.width, picture.height) > SIDE);
    return { thumbnail, file: better ? named(blob, file) : file };
  } catch {
    return { thumbnail: null, file };
  } finally {
    if (picture && picture.close) picture.close();
  }
}

function named(blob, file) {
  const name = `${file.name.replace(/\.[^.]*$/, "")}.jpg`;
  return new File([blob], name, { type: "image/jpeg", lastModified: file.lastModified });
}

// Older browsers do not know the option and throw; their <img> turns the picture the right way.
async function opened(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return withUrl(file, (image) => ({ image, width: image.naturalWidth, height: image.naturalHeight }));
  }
}

function withUrl(blob, use) {
  const url = URL.createObjectURL(blob);
  const image = new Image();
  const loaded = new Promise((resolve, reject) => {
    image.onload = () => resolve(use(image));
    image.onerror = reject;
    image.src = url;
  });
  return loaded.finally(() => setTimeout(() => URL.revokeObjectURL(url), 1000));
}

function drawn(picture, side) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff"; // JPEG has no see-through
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture.image || picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    const done = (blob) => {
      canvas.width = canvas.height = 0; // old iPhones hold on to the memory otherwise
      if (blob) resolve(blob);
      else reject(new Error("no picture"));
    };
    canvas.toBlob(done, "image/jpeg", QUALITY);
  });
}

function shown(blob) {
  const item = document.createElement("li");
  const image = new Image();
  const url = URL.createObjectURL(blob);
  image.onload = image.onerror = () => URL.revokeObjectURL(url);
  image.alt = "";
  image.src = url;
  item.append(image);
  return item;
}

function replace(input, files) {
  if (files.every((file, n) => file === input.files[n])) return;
  try {
    const transfer = new DataTransfer();
    files.forEach((file) => transfer.items.add(file));
    input.files = transfer.files;
  } catch {
    // An older browser: the photos go as they are.
  }
}

function inWords(input, files) {
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  const [n, size] = [files.length, megabytes(Math.max(0.1, bytes / 1e6))];
  return (input.dataset.count || "%n · %s").replace("%n", n).replace("%s", size);
}

function megabytes(number) {
  const lang = document.documentElement.lang || undefined;
  return number.toLocaleString(lang, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 });
}

// Sent while photos are still being made smaller: wait for them, then send with the same button.
function holdSending(form, working) {
  if (!form) return;
  let again = false;
  let pressed = null;
  form.addEventListener("click", (event) => (pressed = event.target.closest("button, [type=submit]")));
  const hold = (event) => {
    if (event.target !== form || again || !working()) return;
    event.preventDefault();
    const button = event.submitter || pressed || form.querySelector("button:not([type=button]), [type=submit]");
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    Promise.race([working(), patience]).catch(() => {}).then(() => {
      again = true;
      if (button) button.click();
      again = false;
    });
  };
  document.addEventListener("submit", hold, true);
}
