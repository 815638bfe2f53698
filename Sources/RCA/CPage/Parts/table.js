// The table of all masks: only the rows in view exist.
const rowHeight = 32;
const scroller = element("rows");
const body = element("body");
const markSign = { fine: "✓", wrong: "✕" };
const markRank = ["wrong", "1", "2", "3", "4", "5", "fine", undefined];
const columns = [
  { title: "Mark", key: "mark", sort: index => marks.get(index) ?? "~" },
  { title: "Mask", key: "fname" },
  { title: "Decision", key: "decision", values: outcomes, rank: ["reject", "review", "accept"] },
  ...numbers.filter(item => !item.isDetail).map(item => ({ ...item, isNumber: true })),
];
if (meta.verdicts.some(text => text !== "")) columns.push({ title: "Verdict", key: "verdict" });
columns.push({ title: "Reason", key: "reason" });
columns.push(...numbers.filter(item => item.isDetail).map(item => ({ ...item, isNumber: true })));

const text = (column, index) =>
  column.isNumber ? numberText(column.values, index)
    : column.key === "fname" ? names[index]
      : column.key === "decision" ? outcomeOf(index).decision
        : column.key === "reason" ? outcomeOf(index).reason
          : column.key === "verdict" ? verdictOf(index) : marks.get(index) ?? "";

let view = new Uint32Array(0);
let order = { column: columns.find(item => item.key === meta.order), isDown: false };
let current = -1;
let lowered;

function isWanted() {
  const part = element("filter-name").value.toLowerCase();
  const decision = element("filter-decision").value;
  const verdict = element("filter-verdict").value;
  const wanted = element("filter-mark").value;
  const limits = ["filter-least", "filter-most"].map(id => element(id).value.trim());
  const isLimited = limits.some(limit => limit !== "");
  const least = limits[0] === "" ? 0 : Math.round(limits[0] * 10000);
  const most = limits[1] === "" ? undefinedNumber : Math.round(limits[1] * 10000);
  const values = numbers[element("filter-column").value || 0].values;
  const isOutcome = meta.outcomes.map(item => !decision || item.decision === decision);
  const isVerdict = meta.verdicts.map(item => !verdict || item === verdict);
  if (part) lowered ??= names.map(name => name.toLowerCase());
  return index => isOutcome[outcomes[index]] && isVerdict[verdicts[index]]
    && (!isLimited || values[index] !== undefinedNumber && values[index] >= least && values[index] <= most)
    && (!part || lowered[index].includes(part))
    && (!wanted || (marks.get(index) ?? "none") === wanted);
}

function sorted(indices) {
  const { column, isDown } = order;
  const sign = isDown ? -1 : 1;
  if (column.key === "fname") return isDown ? indices.reverse() : indices;
  let keys;
  if (column.isNumber) {
    // What is not defined comes last either way.
    keys = Float64Array.from(column.values, value => value === undefinedNumber ? Infinity : sign * value);
  } else {
    const labels = column.key === "decision" || column.key === "reason" ? meta.outcomes.map(item => item[column.key]) : meta.verdicts;
    const rank = label => column.rank ? column.rank.indexOf(label) : [...labels].sort().indexOf(label);
    const places = labels.map(rank);
    const codes = column.key === "verdict" ? verdicts : outcomes;
    keys = column.key === "mark"
      ? Float64Array.from(names, (_, index) => sign * markRank.indexOf(marks.get(index)))
      : Float64Array.from(codes, code => sign * places[code]);
  }
  return indices.sort((a, b) => keys[a] === keys[b] ? a - b : keys[a] < keys[b] ? -1 : 1);
}

function refresh() {
  const isIn = isWanted();
  const kept = new Uint32Array(names.length);
  let count = 0;
  for (let index = 0; index < names.length; index++) if (isIn(index)) kept[count++] = index;
  view = sorted(kept.slice(0, count));
  const all = names.length.toLocaleString("en");
  element("selection").textContent = count === names.length
    ? `${all} masks` : `${count.toLocaleString("en")} of ${all} masks`;
  element("save-selection").disabled = count === 0;
  element("table").setAttribute("aria-rowcount", count + 1);
  for (const cell of element("head").children) {
    const isSorted = cell.dataset.key === order.column.key;
    cell.setAttribute("aria-sort", isSorted ? (order.isDown ? "descending" : "ascending") : "none");
  }
  draw(true);
}

const pool = [];
const spacers = ["above", "below"].map(() => {
  const row = document.createElement("tr");
  row.setAttribute("aria-hidden", "true");
  const cell = row.insertCell();
  cell.colSpan = columns.length;
  cell.className = "spacer";
  return { row, cell };
});

function newRow() {
  const row = document.createElement("tr");
  for (const column of columns) {
    const cell = document.createElement(column.key === "fname" ? "th" : "td");
    if (column.isNumber) cell.className = "number";
    if (column.key === "fname") {
      cell.scope = "row";
      cell.append(document.createElement("a"));
      cell.firstChild.tabIndex = -1;
    }
    if (column.key === "decision") cell.append(document.createElement("span"));
    row.append(cell);
  }
  return row;
}

function fill(row, place) {
  const index = view[place];
  row.dataset.index = index;
  row.setAttribute("aria-rowindex", place + 2);
  row.classList.toggle("current", index === current);
  if (index === current) row.setAttribute("aria-current", "true"); else row.removeAttribute("aria-current");
  columns.forEach((column, position) => {
    const cell = row.children[position];
    const value = text(column, index);
    if (column.key === "fname") {
      cell.firstChild.textContent = value;
      cell.firstChild.title = value;
      cell.firstChild.href = "#" + encodeURIComponent(value);
    } else if (column.key === "decision") {
      cell.firstChild.textContent = value;
      cell.firstChild.className = "badge " + value;
    } else if (column.key === "mark") {
      cell.textContent = markSign[value] ? `${markSign[value]} ${value}` : value;
      cell.className = value ? `mark ${passes(value) ? "fine" : "wrong"}` : "mark";
    } else {
      cell.textContent = value;
    }
  });
}

let drawn = [-1, -1];
function draw(isNew) {
  const room = Math.ceil((scroller.clientHeight || 600) / rowHeight);
  const first = Math.max(0, Math.floor(scroller.scrollTop / rowHeight) - 8);
  const last = Math.min(view.length, first + room + 16);
  if (!isNew && drawn[0] === first && drawn[1] === last) return;
  drawn = [first, last];
  while (pool.length < last - first) pool.push(newRow());
  const rows = pool.slice(0, last - first);
  rows.forEach((row, place) => fill(row, first + place));
  spacers[0].cell.style.height = first * rowHeight + "px";
  spacers[1].cell.style.height = (view.length - last) * rowHeight + "px";
  if (body.children.length !== rows.length + 2) body.replaceChildren(spacers[0].row, ...rows, spacers[1].row);
}

function select(index, isShown = true) {
  const place = view.indexOf(index);
  if (place < 0) return false;
  current = index;
  const top = place * rowHeight;
  const head = element("head").offsetHeight;
  if (isShown && top < scroller.scrollTop) scroller.scrollTop = top;
  const bottom = top + rowHeight - (scroller.clientHeight - head);
  if (isShown && bottom > scroller.scrollTop) scroller.scrollTop = bottom;
  draw(true);
  const shown = columns.filter(column => column.key !== "fname").map(column => [column.title, text(column, index)]);
  announce([names[index], ...shown.filter(item => item[1]).map(item => item.join(" "))].join(", "));
  return true;
}

function clearFilters() {
  for (const id of ["filter-name", "filter-decision", "filter-verdict", "filter-mark", "filter-least", "filter-most"]) {
    element(id).value = "";
  }
  refresh();
}

function saveSelection() {
  const keys = columns.map(column => csvField(column.key));
  const lines = [keys.join(",")];
  for (const index of view) {
    lines.push(columns.map(column => {
      const value = text(column, index);
      return csvField(column.isNumber && value === "–" ? "" : value);
    }).join(","));
  }
  saveFile("masks.csv", lines);
}
