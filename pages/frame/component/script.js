// The few things that need a script in the browser: copying the page's address, printing, going to the place that an
// address names, tables that sort and can be searched, bringing a file too large for an ordinary upload. Streamlit calls the
// exported function whenever the part is drawn again.

const ICONS = {
  link: "M6.5 9.5l3-3M7 4.5l1-1a2.8 2.8 0 0 1 4 4l-1 1M9 11.5l-1 1a2.8 2.8 0 0 1-4-4l1-1",
  print: "M4.5 6V2.5h7V6M4.5 11.5h-2V6h11v5.5h-2M4.5 9.5h7v4h-7z",
  upload: "M8 10.5v-7M5 6l3-3 3 3M2.5 10v3.5h11V10",
};

export default function (component) {
  const root = component.parentElement;
  const parts = { copy_link: copyLink, print: printPage, big_file: bigFile, place: goToPlace, tables: workWithTables };
  // Drawn once; a file on its way must not be forgotten because the page was drawn again.
  if (root.plumbline) root.plumbline.component = component;
  else root.plumbline = { component, element: parts[component.data.part](root, component.data) };
}

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

function button(root, name, label, pressed) {
  const words = element("span", { textContent: label });
  const made = element("button", { type: "button", onclick: () => pressed(words) }, icon(name), words);
  root.append(made);
  return made;
}

// --- the address ---

function copyLink(root, data) {
  const told = element("span", { className: "unseen", role: "status" });
  const made = button(root, "link", data.label, async (words) => {
    const done = await copied(new URL(root.plumbline.component.data.address || location.href, location.href).href);
    words.textContent = told.textContent = done ? data.done : data.failed;
    setTimeout(() => (words.textContent = data.label), 2500);
  });
  root.append(told);
  return made;
}

async function copied(text) {
  // Browsers offer the clipboard only to pages from this machine or over https; elsewhere the old way is left.
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // not allowed; try the old way
    }
  }
  const field = element("textarea", { value: text });
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

// --- printing ---

function printPage(root, data) {
  return button(root, "print", data.label, () => window.print());
}

// --- the place that an address names ---

// Streamlit goes there once, early; a page that is drawn slowly may begin at its top again after that.
function goToPlace() {
  const over = Date.now() + 10_000;
  const moved = new AbortController();
  for (const kind of ["wheel", "keydown", "pointerdown"])
    addEventListener(kind, () => moved.abort(), { passive: true, signal: moved.signal });
  const again = setInterval(() => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (moved.signal.aborted || Date.now() > over) clearInterval(again);
    else if (place && !isSeen(place)) place.scrollIntoView();
  }, 250);
}

function isSeen(place) {
  const { top, bottom } = place.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

// --- tables to work with ---

// Listens at the document, since tables come and go as the page is drawn again, until the page is left.
function workWithTables(root) {
  const left = new AbortController();
  const listen = (kind, heard) => {
    const hear = (event) => (root.isConnected ? heard(event.target) : left.abort());
    document.addEventListener(kind, hear, { signal: left.signal });
  };
  listen("click", (target) => {
    const pressed = target.closest("button[data-press]");
    if (target.closest("button.sort")) sortBy(target.closest("th"));
    if (!pressed) return;
    root.plumbline.component.setTriggerValue("pressed", pressed.dataset.press);
    document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });
  });
  listen("input", (target) => {
    const box = target.closest(".working");
    if (box) search(box, target.value);
  });
  // The page's style keeps the buttons of tables hidden until here, since a press before this would be lost; words may
  // have been typed before.
  root.getRootNode().host.toggleAttribute("data-hears-tables", true);
  for (const field of document.querySelectorAll(".working input[type=search]"))
    search(field.closest(".working"), field.value);
}

function sortBy(heading) {
  const table = heading.closest("table");
  const way = heading.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
  for (const other of table.tHead.querySelectorAll("[aria-sort]")) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", way);
  // Rows that are drawn again keep their places in the page, so they are put in order once more.
  table.plumbline ??= new MutationObserver(() => arrange(table));
  arrange(table);
}

function arrange(table) {
  const heading = table.tHead.querySelector("[aria-sort]");
  const order = (one, other) => compare(sortKey(one, heading), sortKey(other, heading), heading.getAttribute("aria-sort"));
  table.plumbline.disconnect();
  for (const body of table.tBodies) body.append(...[...body.querySelectorAll("tr:not(.family)")].sort(order));
  table.plumbline.observe(table, { subtree: true, childList: true, characterData: true });
}

function sortKey(row, heading) {
  const cell = row.cells[heading.cellIndex];
  return cell.dataset.sort ?? cell.textContent.trim();
}

// Numbers by size, all else as in a dictionary; empty cells come last either way.
function compare(one, other, way) {
  if (one === "" || other === "") return (one === "") - (other === "");
  const difference = Number(one) - Number(other);
  const order = Number.isNaN(difference) ? one.localeCompare(other, undefined, { numeric: true }) : difference;
  return way === "ascending" ? order : -order;
}

function search(box, typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = [...box.querySelectorAll("tbody tr:not(.family)")];
  const said = box.querySelector(".said");
  for (const row of rows) {
    const text = [...row.cells].map((cell) => cell.textContent.toLowerCase()).join(" ");
    row.hidden = !words.every((word) => text.includes(word));
  }
  for (const family of box.querySelectorAll("tbody tr.family"))
    family.hidden = ![...family.parentElement.rows].some((row) => row !== family && !row.hidden);
  const shown = rows.filter((row) => !row.hidden).length;
  said.textContent = words.length ? said.dataset.words.replace("{shown}", shown).replace("{all}", rows.length) : "";
}

// --- a big file ---

function bigFile(root, data) {
  const field = element("input", { type: "file", id: "big", className: "unseen", accept: data.accept });
  const label = element("label", { htmlFor: "big", className: "button" }, icon("upload"), data.label);
  const bar = element("progress", { max: 1, value: 0, hidden: true });
  const said = element("span", { className: "said", role: "status" });
  const stop = element("button", { type: "button", textContent: data.stop, hidden: true, className: "stop" });
  bar.setAttribute("aria-label", data.label);
  root.append(element("div", { className: "row" }, field, label, bar, said, stop));
  const show = (busy, words) => {
    bar.hidden = stop.hidden = !busy;
    label.hidden = field.disabled = busy;
    said.textContent = words;
  };
  field.onchange = () => {
    const file = field.files[0];
    field.value = "";
    if (file) send(root, data, file, { bar, stop, show });
  };
  return field;
}

function send(root, data, file, { bar, stop, show }) {
  const request = new XMLHttpRequest();
  const begun = performance.now();
  const failed = (words) => show(false, words || data.failed);
  request.open("POST", new URL(data.address, document.baseURI));
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.setRequestHeader("X-Xsrftoken", cookie("_streamlit_xsrf"));
  request.responseType = "json";
  request.upload.onprogress = (event) => {
    if (!event.lengthComputable) return;
    bar.value = event.loaded / event.total;
    show(true, progressWords(data, file.name, event, (performance.now() - begun) / 1000));
  };
  request.onload = () => {
    if (request.status !== 200 || !request.response) return failed(request.response?.message);
    show(false, data.received);
    root.plumbline.component.setTriggerValue("received", { token: request.response.token, name: file.name });
  };
  request.onerror = () => failed();
  request.onabort = () => show(false, data.stopped);
  stop.onclick = () => request.abort();
  bar.value = 0;
  show(true, file.name);
  stop.focus();
  request.send(file);
}

function progressWords(data, name, event, seconds) {
  const megabytes = (bytes) => Math.round(bytes / 1e6);
  const left = Math.round((event.total - event.loaded) / (event.loaded / Math.max(seconds, 0.001)));
  const time = left > 1 ? data.left.replace("{seconds}", left) : "";
  return `${name}: ${megabytes(event.loaded)} of ${megabytes(event.total)} MB${time}`;
}

function cookie(name) {
  const found = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}
