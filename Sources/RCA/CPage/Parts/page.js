// Brings the page to life: events, links, theme, print.
// Fixed, so that columns stay where they are while rows pass.
const widthOfNumber = column =>
  column.key === "lower" || column.key === "upper" ? 78
    : column.title.split(" ").some(word => word.length > 7) ? 106 : 92;
const widthOf = column =>
  column.isNumber ? widthOfNumber(column) : { mark: 80, fname: 190, decision: 102, verdict: 92, reason: 232 }[column.key];

function buildHead() {
  const width = columns.reduce((sum, column) => sum + widthOf(column), 0);
  element("table").style.width = `max(100%, ${width}px)`;
  for (const column of columns) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.dataset.key = column.key;
    cell.style.width = widthOf(column) + "px";
    if (column.isNumber) cell.className = "number";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = column.title;
    button.addEventListener("click", () => {
      order = { column, isDown: order.column === column ? !order.isDown : false };
      scroller.scrollTop = 0;
      refresh();
    });
    cell.append(button);
    element("head").append(cell);
  }
  numbers.forEach((item, place) => element("filter-column").append(new Option(item.title, place)));
}

function showLinked() {
  let name;
  try { name = decodeURIComponent(location.hash.slice(1)); } catch { return; }
  const index = name ? names.indexOf(name) : -1;
  if (index < 0) return;
  if (!view.includes(index)) clearFilters();
  element("section-masks").scrollIntoView();
  scroller.scrollTop = Math.max(0, view.indexOf(index) * rowHeight - scroller.clientHeight / 2);
  select(index);
}

function watchFilters() {
  let waiting;
  for (const id of ["filter-name", "filter-decision", "filter-verdict", "filter-mark", "filter-column", "filter-least", "filter-most"]) {
    element(id).addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => { scroller.scrollTop = 0; refresh(); }, 80);
    });
  }
  element("filter-clear").addEventListener("click", clearFilters);
}

function watchTable() {
  let isWaiting = false;
  scroller.addEventListener("scroll", () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => { isWaiting = false; draw(false); });
  }, { passive: true });
  new ResizeObserver(() => draw(true)).observe(scroller);
  body.addEventListener("click", event => {
    const row = event.target.closest("tr[data-index]");
    if (row) select(Number(row.dataset.index), false);
  });
  scroller.addEventListener("keydown", event => {
    if (event.target !== scroller || !view.length) return;
    if (markKey(event, current >= 0 ? current : undefined)) return;
    const place = view.indexOf(current);
    const page = Math.max(1, Math.floor(scroller.clientHeight / rowHeight) - 2);
    const places = {
      ArrowDown: place + 1, ArrowUp: Math.max(place, 1) - 1, PageDown: place + page, PageUp: place - page,
      Home: 0, End: view.length - 1,
    };
    if (event.key in places) {
      event.preventDefault();
      select(view[Math.min(Math.max(places[event.key], 0), view.length - 1)]);
    } else if (event.key === "Enter" && place >= 0) {
      const card = element("card-" + current);
      if (!card) return announce("there is no picture of it in this report");
      card.scrollIntoView({ block: "center" });
      card.focus();
    }
  });
}

function enlarge(card) {
  const pictures = card.querySelector(".pictures");
  if (!pictures) return;
  element("enlarged-title").textContent = card.querySelector("h3").textContent;
  element("enlarged-fault").textContent = card.querySelector(".fault")?.textContent ?? "";
  element("enlarged-pictures").replaceChildren(...[...pictures.children].map(figure => figure.cloneNode(true)));
  element("enlarged").showModal();
}

function watchGallery() {
  const gallery = element("gallery");
  if (!gallery) return;
  const indexOf = card => Number(card.dataset.index);
  gallery.addEventListener("click", event => {
    const card = event.target.closest(".card");
    if (!card) return;
    const button = event.target.closest("[data-mark]");
    if (button) mark(indexOf(card), button.dataset.mark);
    else if (event.target.closest(".picture")) enlarge(card);
    else if (event.target.closest(".to-row")) {
      event.preventDefault();
      location.hash = encodeURIComponent(names[indexOf(card)]);
      showLinked();
      scroller.focus();
    }
  });
  gallery.addEventListener("keydown", event => {
    const card = event.target.closest(".card");
    if (!card || event.target !== card || markKey(event, indexOf(card))) return;
    const next = { ArrowRight: card.nextElementSibling, ArrowLeft: card.previousElementSibling }[event.key];
    if (next) { event.preventDefault(); next.focus(); }
    // Otherwise the key would press the button that the dialog gives the focus to.
    if (event.key === "Enter") { event.preventDefault(); enlarge(card); }
  });
  element("outlines").addEventListener("change", event => gallery.classList.toggle("bare", !event.target.checked));
  markWatchers.push(() => {
    for (const card of gallery.children) {
      const value = marks.get(indexOf(card));
      card.dataset.marked = value ? (passes(value) ? "fine" : "wrong") : "";
      for (const button of card.querySelectorAll("[data-mark]")) {
        button.setAttribute("aria-pressed", String(button.dataset.mark === value));
      }
    }
  });
}

function watchTheme() {
  const themes = ["system", "light", "dark"];
  let theme = "system";
  try { theme = localStorage.getItem("rca-theme") ?? theme; } catch { }
  const apply = () => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    element("theme").textContent = "Theme: " + theme;
  };
  element("theme").addEventListener("click", () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    try { localStorage.setItem("rca-theme", theme); } catch { }
    apply();
  });
  apply();
}

// Paper has no scroll bar: the first rows of what is selected.
function fillPrint() {
  const count = Math.min(view.length, 200);
  const cells = (tag, texts) => texts.map(text => {
    const cell = document.createElement(tag);
    cell.textContent = text;
    return cell;
  });
  element("print-head").replaceChildren(...cells("th", columns.map(column => column.title)));
  element("print-body").replaceChildren(...Array.from(view.slice(0, count), index => {
    const row = document.createElement("tr");
    row.append(...cells("td", columns.map(column => text(column, index))));
    return row;
  }));
  element("print-note").textContent = count < view.length ? `The first ${count} of ${view.length} rows.` : "";
}

function start() {
  buildHead();
  watchFilters();
  watchTable();
  watchGallery();
  markWatchers.push(() => element("filter-mark").value ? refresh() : draw(true));
  element("save-selection").addEventListener("click", saveSelection);
  element("save-marks").addEventListener("click", saveMarks);
  element("save-pass").addEventListener("click", () => savePassed(true));
  element("save-fail").addEventListener("click", () => savePassed(false));
  element("pass-from").addEventListener("change", marksChanged);
  element("rater").addEventListener("change", event => setRater(event.target.value));
  element("undo").addEventListener("click", undoMark);
  element("load-marks").addEventListener("change", async event => {
    if (event.target.files[0]) await loadMarks(event.target.files[0]);
    event.target.value = "";
  });
  element("enlarged-close").addEventListener("click", () => element("enlarged").close());
  window.addEventListener("beforeprint", fillPrint);
  window.addEventListener("hashchange", showLinked);
  refresh();
  setRater(meta.rater);
  showLinked();
  document.documentElement.dataset.ready = "true";
}

watchTheme();
// The page is painted before the table is unpacked.
requestAnimationFrame(() => setTimeout(start, 0));
