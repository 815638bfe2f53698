// What a reviewer says of masks: fine or wrong. Kept in the browser, saved as CSV.
const marks = new Map();
const undone = [];
const storageKey = "rca-marks-" + meta.digest;
const markWatchers = [];

function storeMarks() {
  // A browser may keep nothing for files from disk; the marks then live as long as the page.
  try { localStorage.setItem(storageKey, JSON.stringify([...marks])); } catch { }
}

function restoreMarks() {
  try {
    for (const [index, mark] of JSON.parse(localStorage.getItem(storageKey) ?? "[]")) {
      if (index < names.length && (mark === "fine" || mark === "wrong")) marks.set(index, mark);
    }
  } catch { }
}

function setMark(index, mark) {
  if (mark) marks.set(index, mark); else marks.delete(index);
}

function marksChanged() {
  storeMarks();
  element("save-marks").disabled = marks.size === 0;
  element("undo").disabled = undone.length === 0;
  element("save-marks").textContent = marks.size ? `Save ${marks.size} marks as CSV` : "Save marks as CSV";
  for (const watcher of markWatchers) watcher();
}

// The same mark again takes it away.
function mark(index, value) {
  const before = marks.get(index);
  const after = before === value ? undefined : value;
  undone.push([[index, before]]);
  setMark(index, after);
  marksChanged();
  announce(`${names[index]}: ${after ? "marked " + after : "mark removed"}`);
}

function undoMark() {
  const last = undone.pop();
  if (!last) return announce("nothing to undo");
  for (const [index, before] of last) setMark(index, before);
  marksChanged();
  announce(`undone: ${names[last[0][0]]}`);
  return last[0][0];
}

// True where the key was one for marks.
function markKey(event, index) {
  if (event.ctrlKey && event.key === "z" || event.key === "u" || event.key === "U") {
    undoMark();
  } else if (event.ctrlKey || event.altKey || event.metaKey || index === undefined) {
    return false;
  } else if (event.key === "f" || event.key === "F") {
    mark(index, "fine");
  } else if (event.key === "w" || event.key === "W") {
    mark(index, "wrong");
  } else {
    return false;
  }
  event.preventDefault();
  return true;
}

function parsedCSV(text) {
  const rows = [];
  let row = [], field = "", quoted = false;
  const end = () => { row.push(field); field = ""; };
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[i + 1] === '"') { field += '"'; i++; }
      else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ",") end();
    else if (character === "\n") { end(); rows.push(row); row = []; }
    else if (character !== "\r") field += character;
  }
  if (field || row.length) { end(); rows.push(row); }
  return rows;
}

async function loadMarks(file) {
  const rows = parsedCSV((await file.text()).replace(/^\uFEFF/, ""));
  const [name, value] = ["fname", "mark"].map(title => rows[0]?.indexOf(title) ?? -1);
  if (name < 0 || value < 0) return announce(`${file.name} has no columns fname and mark`);
  const places = new Map(names.map((name, index) => [name, index]));
  const step = [];
  let strangers = 0;
  for (const row of rows.slice(1)) {
    const index = places.get(row[name]);
    if (index === undefined || (row[value] !== "fine" && row[value] !== "wrong")) { strangers++; continue; }
    step.push([index, marks.get(index)]);
    setMark(index, row[value]);
  }
  if (step.length) undone.push(step.reverse());
  marksChanged();
  const text = `${step.length} marks loaded` + (strangers ? `, ${strangers} rows are of no mask here` : "");
  element("selection").textContent = text;
}

function saveMarks() {
  const sorted = [...marks].sort((a, b) => a[0] - b[0]);
  saveFile("marks.csv", ["fname,mark", ...sorted.map(([index, mark]) => csvField(names[index]) + "," + mark)]);
}
