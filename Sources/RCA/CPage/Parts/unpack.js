// Unpacks what the page carries: the names of all masks and the columns of the table.
const element = id => document.getElementById(id);
const meta = JSON.parse(element("meta").textContent);
const undefinedNumber = 65535;

function unpackedBytes(id) {
  const text = atob(element(id).textContent);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

// Each name: how many bytes it shares with the one before, how many follow, and those.
function unpackedNames() {
  const packed = unpackedBytes("names");
  let text = new Uint8Array(packed.length * 4 + 64);
  let [from, end, start] = [0, 0, 0];
  const number = () => {
    let [value, shift, byte] = [0, 0, 0];
    do { byte = packed[from++]; value += (byte & 127) << shift; shift += 7; } while (byte > 127);
    return value;
  };
  while (from < packed.length) {
    const shared = number(), own = number();
    while (end + shared + own + 1 > text.length) {
      const longer = new Uint8Array(text.length * 2);
      longer.set(text);
      text = longer;
    }
    text.copyWithin(end, start, start + shared);
    text.set(packed.subarray(from, from + own), end + shared);
    start = end;
    from += own;
    end += shared + own;
    text[end++] = 0;
  }
  if (end === 0) return [];
  const names = new TextDecoder().decode(text.subarray(0, end - 1)).split("\0");
  return meta.ending ? names.map(name => name + meta.ending) : names;
}

const names = unpackedNames();
const column = id => new Uint16Array(unpackedBytes(id).buffer);
const numbers = meta.numbers.map(item => ({ ...item, values: column(item.id) }));
const outcomes = column("outcome");
const verdicts = column("verdict");
const outcomeOf = index => meta.outcomes[outcomes[index]];
const verdictOf = index => meta.verdicts[verdicts[index]];
const numberText = (values, index) =>
  values[index] === undefinedNumber ? "–" : (values[index] / 10000).toFixed(4);

const announce = text => { element("announcement").textContent = text; };

const csvField = text => /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;

function saveFile(name, lines) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([lines.join("\n") + "\n"], { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
