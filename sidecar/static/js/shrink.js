// Photos become JPEG of at most 2000 px; what cannot be read stays as it is. Beside the field: thumbnails,
// how many and how big, in the words of `data-count` (%n, %s).

const LARGE = 1000 * 1000; // bytes
const SIDE = 2000; // px
const SMALL = 150;
const QUALITY = 0.82;
const PATIENCE = 20000; // ms

export function start(input) {
  const list = made("ul", "photos");
  const line = made("p", "soft small");
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
  await null; // now `isCurrent` may be asked
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
    const thumbnail = listed(await loaded(await drawn(picture, SMALL)));
    const isWide = Math.max(picture.width, picture.height) > SIDE;
    const blob = isWide || file.size > LARGE ? await drawn(picture, SIDE) : null;
    const isBetter = blob && (isWide || blob.size < file.size);
    return { thumbnail, file: isBetter ? named(blob, file) : file };
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

// Older browsers throw at the option; their <img> turns the picture upright.
async function opened(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return loaded(file);
  }
}

function loaded(blob) {
  const url = URL.createObjectURL(blob);
  const image = new Image();
  const done = new Promise((resolve, reject) => {
    image.onload = () => resolve(image);
    image.onerror = reject;
    image.src = url;
  });
  return done.finally(() => URL.revokeObjectURL(url));
}

function drawn(picture, side) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff"; // JPEG has no see-through
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject()), "image/jpeg", QUALITY);
  });
}

function made(name, className) {
  return Object.assign(document.createElement(name), { className });
}

function listed(image) {
  const item = made("li", "");
  image.alt = "";
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
  const unit = { style: "unit", unit: "megabyte", maximumFractionDigits: 1 };
  const size = Math.max(0.1, bytes / 1e6).toLocaleString(document.documentElement.lang || undefined, unit);
  return (input.dataset.count || "%n · %s").replace("%n", files.length).replace("%s", size);
}

// Sent while photos are being made smaller: wait, then send with the same button.
function holdSending(form, working) {
  if (!form) return;
  let again = false;
  let pressed = null; // `event.submitter` is not everywhere
  form.addEventListener("click", (event) => (pressed = event.target.closest("button")));
  const send = () => {
    again = true;
    (pressed || form.querySelector("button:not([type=button])")).click();
    again = false;
  };
  const hold = (event) => {
    if (event.target !== form || again || !working()) return;
    event.preventDefault();
    Promise.race([working(), new Promise((go) => setTimeout(go, PATIENCE))]).then(send, send);
  };
  document.addEventListener("submit", hold, true);
}
