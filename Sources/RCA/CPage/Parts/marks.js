// What a reader says of masks: fine or wrong, or 1 (useless) to 5 (perfect). Kept in the browser, for each reader apart,
// and saved as CSV.
const marks = new Map();
const undone = [];
const markValues = ["fine", "wrong", "1", "2", "3", "4", "5"];
const markWatchers = [];
let rater = "";

const storageKey = () => "rca-marks-" + meta.digest + (rater ? "-" + rater : "");
const passes = mark => mark === "fine" || Number(mark) >= Number(element("pass-from").value);

function storeMarks() {
  // A browser may keep nothing for files from disk; the marks then live as long as the page.
  try { localStorage.setItem(storageKey(), JSON.stringify([...marks])); } catch { }
}

function restoreMarks() {
  try {
    for (const [index, mark] of JSON.parse(localStorage.getItem(storageKey()) ?? "[]")) {
      if (index < names.length && markValues.includes(mark)) marks.set(index, mark);
    }
  } catch { }
}

// Another reader has other marks.
function setRater(name) {
  const unnamed = rater ? [] : [...marks];
  const unnamedKey = storageKey();
  rater = name.trim().replace(/[\u0000-\u001f\u007f"<>\/\\]/g, "").slice(0, 60);
  element("rater").value = rater;
  marks.clear();
  undone.length = 0;
  restoreMarks();
  // Whoever marks first and says the name then goes on with these marks.
  if (rater && marks.size === 0 && unnamed.length) {
    for (const [index, mark] of unnamed) setMark(index, mark);
    // They are no longer anyone's who comes next.
    try { localStorage.removeItem(unnamedKey); } catch { }
  }
  marksChanged();
}

function setMark(index, mark) {
  if (mark) marks.set(index, mark); else marks.delete(index);
}

function marksChanged() {
  storeMarks();
  element("save-marks").disabled = marks.size === 0;
  element("undo").disabled = undone.length === 0;
  element("save-marks").textContent = marks.size ? `Save ${marks.size} marks as CSV` : "Save marks as CSV";
  for (const [id, isPassed] of [["save-pass", true], ["save-fail", false]]) {
    element(id).disabled = ![...marks.values()].some(mark => passes(mark) === isPassed);
  }
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
  } else if (event.key >= "1" && event.key <= "5" && event.key.length === 1) {
    mark(index, event.key);
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
  const reader = rows[0].indexOf("rater");
  const readers = new Set(reader < 0 ? [] : rows.slice(1).map(row => row[reader]));
  if (!rater && readers.size === 1) setRater([...readers][0]);
  const places = new Map(names.map((name, index) => [name, index]));
  const step = [];
  let strangers = 0, others = 0;
  for (const row of rows.slice(1)) {
    const index = places.get(row[name]);
    if (reader >= 0 && row[reader] !== rater) { others++; continue; }
    if (index === undefined || !markValues.includes(row[value])) { strangers++; continue; }
    step.push([index, marks.get(index)]);
    setMark(index, row[value]);
  }
  if (step.length) undone.push(step.reverse());
  marksChanged();
  const text = `${step.length} marks loaded` + (strangers ? `, ${strangers} rows are of no mask here` : "")
    + (others ? `, ${others} are of other readers` : "");
  element("selection").textContent = text;
}

const sortedMarks = () => [...marks].sort((a, b) => a[0] - b[0]);
const fileName = stem => rater ? `${stem}-${rater.replace(/[^\p{L}\p{N}_-]+/gu, "_")}.csv` : stem + ".csv";

function saveMarks() {
  const reader = rater ? "," + csvField(rater) : "";
  saveFile(fileName("marks"), [
    "fname,mark" + (rater ? ",rater" : ""),
    ...sortedMarks().map(([index, mark]) => csvField(names[index]) + "," + mark + reader),
  ]);
}

// The marked masks that pass, or those that fail; masks without a mark are in neither list.
function savePassed(isPassed) {
  const rows = sortedMarks().filter(([, mark]) => passes(mark) === isPassed);
  saveFile(fileName(isPassed ? "pass" : "fail"), ["fname,mark", ...rows.map(([index, mark]) => csvField(names[index]) + "," + mark)]);
}
