// backend-sidecar/src/util/errors.ts
var ObservatoryError = class extends Error {
  code;
  hint;
  httpStatus;
  constructor(code, message, options = {}) {
    super(message, { cause: options.cause });
    this.name = "ObservatoryError";
    this.code = code;
    this.hint = options.hint ?? "";
    this.httpStatus = options.httpStatus ?? 500;
  }
};

// backend-sidecar/src/scrape/exposition/exposition-error.ts
var ExpositionError = class _ExpositionError extends ObservatoryError {
  line;
  /** The message without its line number. */
  reason;
  constructor(code, reason, line, hint) {
    super(code, line === void 0 ? reason : `line ${line}: ${reason}`, { hint, httpStatus: 400 });
    this.name = "ExpositionError";
    this.line = line;
    this.reason = reason;
  }
  /** The same error, told where it happened. */
  atLine(line) {
    return this.line === void 0 ? new _ExpositionError(this.code, this.reason, line, this.hint) : this;
  }
};
var SYNTAX_HINT = "Fetch the page with curl and look at that line; if strict is on, lenient reading may accept it.";
function syntaxError(reason, line) {
  return new ExpositionError("OBS_SCRAPE_SYNTAX", reason, line, SYNTAX_HINT);
}

// backend-sidecar/src/scrape/exposition/repairs.ts
var LINE_REPAIRS = [
  /** `{a="b",}`. */
  "trailing_comma",
  /** `name{} 1`. */
  "empty_braces",
  /** OpenMetrics with more or other white space than the one blank it demands. */
  "loose_whitespace",
  /** `Infinity` where the formats write `+Inf` / `-Inf`. */
  "infinity_spelling",
  /** Hexadecimal floats and underscores: Go's ParseFloat reads them, Prometheus refuses them. */
  "go_float_syntax",
  /** Lines that end in CR LF. */
  "carriage_return",
  /** Bytes that are not UTF-8, read as U+FFFD. */
  "invalid_utf8",
  /** An unbounded label value (an exception's message) cut to a fixed length: pulsar-knowledge.ts. */
  "label_value_cut",
  /** A label that repeats a process-wide fact of kilobytes on each series, dropped: pulsar-knowledge.ts. */
  "label_dropped",
  /** OpenMetrics: an empty line or a free comment. */
  "stray_line",
  /** `# TYPE x word` with a word that is no type, read as unknown. */
  "unknown_type",
  /** HELP, TYPE or UNIT lines that cannot be read, skipped. */
  "malformed_metadata",
  /** An exemplar in text 0.0.4, or one whose labels are longer than 128 characters; the latter is not stored. */
  "exemplar_misuse"
];
var REPAIR_BIT = Object.fromEntries(LINE_REPAIRS.map((kind, bit) => [kind, 1 << bit]));

// backend-sidecar/src/scrape/exposition/comment-line.ts
var OTHER = { kind: "other" };
var EOF = { kind: "eof" };
var TYPES = [
  "counter",
  "gauge",
  "histogram",
  "gaugehistogram",
  "summary",
  "info",
  "stateset",
  "unknown"
];
var QUOTE = 34;
function parseCommentLine(cursor) {
  const leading = cursor.skipBlanks();
  if (cursor.position >= cursor.end) return stray(cursor, "a valid start token");
  cursor.position++;
  const gap = cursor.fieldGap();
  const keyword = cursor.token();
  if (keyword === "EOF" && cursor.openMetrics && gap === 1 && leading === 0 && cursor.position === cursor.end)
    return EOF;
  const isMetadata = gap > 0 && (keyword === "HELP" || keyword === "TYPE" || keyword === "UNIT" && cursor.openMetrics);
  if (!isMetadata) return stray(cursor, "HELP, TYPE, UNIT or EOF");
  if (leading > 0 && cursor.openMetrics) cursor.loose();
  if (cursor.fieldGap() === 0) return broken(cursor, `expected metric name after ${keyword}`);
  const quoted = cursor.peek() === QUOTE;
  const name = quoted ? cursor.quoted("metric name") : cursor.name(true);
  if (name === "") return broken(cursor, `expected metric name after ${keyword}`);
  if (keyword === "TYPE") return typeLine(cursor, name);
  const from = cursor.position;
  if (cursor.peek() !== 32 && cursor.peek() !== 9 && (cursor.openMetrics || cursor.position < cursor.end)) {
    return broken(cursor, `expected text in ${keyword}`);
  }
  if (cursor.openMetrics && cursor.peek() === 9) cursor.loose();
  const text = cursor.utf8(Math.min(from + 1, cursor.end), cursor.end, "help text");
  return { kind: keyword === "HELP" ? "help" : "unit", name, text: unescapeHelp(text, cursor.openMetrics) };
}
function typeLine(cursor, name) {
  if (cursor.fieldGap() === 0) return broken(cursor, "expected text in TYPE");
  const word = cursor.bytes.toString("latin1", cursor.position, cursor.end);
  const trimmed = word.trimEnd();
  if (word !== trimmed) {
    if (cursor.strict) throw cursor.fail(`invalid metric type ${JSON.stringify(word)}`);
    if (cursor.openMetrics) cursor.loose();
  }
  const type = trimmed === "untyped" && (!cursor.openMetrics || !cursor.strict) ? "unknown" : TYPES.find((known) => known === trimmed);
  if (type) return { kind: "type", name, type };
  if (cursor.strict) throw cursor.fail(`invalid metric type ${JSON.stringify(word)}`);
  cursor.repairs |= REPAIR_BIT.unknown_type;
  return { kind: "type", name, type: "unknown" };
}
function stray(cursor, expected) {
  if (!cursor.openMetrics) return OTHER;
  if (cursor.strict) throw cursor.expected(expected);
  cursor.repairs |= REPAIR_BIT.stray_line;
  return OTHER;
}
function broken(cursor, reason) {
  if (cursor.strict) throw cursor.fail(reason);
  cursor.repairs |= REPAIR_BIT.malformed_metadata;
  return OTHER;
}
function unescapeHelp(text, openMetrics) {
  if (!text.includes("\\")) return text;
  return text.replace(
    openMetrics ? /\\([\\n"])/g : /\\([\\n])/g,
    (_, escape) => escape === "n" ? "\n" : escape
  );
}

// backend-sidecar/src/scrape/exposition/line-cursor.ts
import { isUtf8 } from "node:buffer";
var TAB = 9;
var SPACE = 32;
var QUOTE2 = 34;
var BACKSLASH = 92;
var LineCursor = class {
  openMetrics;
  strict;
  bytes = Buffer.alloc(0);
  position = 0;
  /** Exclusive; the line's terminator is not part of it. */
  end = 0;
  start = 0;
  /** Bits of the repairs that this line needed so far. */
  repairs = 0;
  constructor(dialect) {
    this.openMetrics = dialect.format === "openmetrics";
    this.strict = dialect.strict;
  }
  /** Points the cursor at a line; a CR before the line's end is mended away unless strict. */
  reset(bytes, start, end) {
    if (this.bytes !== bytes)
      this.bytes = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.start = start;
    this.position = start;
    this.end = end;
    this.repairs = 0;
    if (!this.strict && end > start && this.bytes[end - 1] === 13) {
      this.end--;
      this.repairs = REPAIR_BIT.carriage_return;
    }
  }
  /** The byte under the cursor, or -1 at the end of the line. */
  peek() {
    return this.position < this.end ? this.bytes[this.position] : -1;
  }
  /** Skips blanks and tabs; returns how many. */
  skipBlanks() {
    const from = this.position;
    let position = from;
    while (position < this.end && (this.bytes[position] === SPACE || this.bytes[position] === TAB)) position++;
    this.position = position;
    return position - from;
  }
  /** White space inside OpenMetrics where the format allows none. */
  looseBlanks() {
    if (this.skipBlanks() > 0 && this.openMetrics) this.loose();
  }
  loose() {
    if (this.strict) throw this.fail("unexpected white space");
    this.repairs |= REPAIR_BIT.loose_whitespace;
  }
  /** Separator between fields: exactly one blank in OpenMetrics, any run of blanks in text. Returns how many were there. */
  fieldGap() {
    const first = this.peek();
    const count = this.skipBlanks();
    if (this.openMetrics && (count > 1 || count === 1 && first !== SPACE)) this.loose();
    return count;
  }
  /** Everything up to the next blank or the end of the line. */
  token() {
    const from = this.position;
    let position = from;
    while (position < this.end && this.bytes[position] !== SPACE && this.bytes[position] !== TAB) position++;
    this.position = position;
    return this.bytes.toString("latin1", from, position);
  }
  /** A bare name; `colons` for metric names. Empty when there is none. */
  name(colons) {
    const from = this.position;
    let position = from;
    while (position < this.end && isNameByte(this.bytes[position], position > from, colons)) position++;
    this.position = position;
    return this.bytes.toString("latin1", from, position);
  }
  /** A double-quoted string with the escapes `\\`, `\"` and `\n`; any other backslash stays, as in Prometheus. */
  quoted(what) {
    const bytes = this.bytes;
    let position = this.position + 1;
    const from = position;
    let high = 0;
    let escaped = false;
    for (; ; position++) {
      if (position >= this.end)
        throw this.fail(
          `expected ${what}, got "${this.bytes.toString("utf8", from - 1, this.end)}" (unterminated quotes)`
        );
      const byte = bytes[position];
      if (byte === QUOTE2) break;
      if (byte === BACKSLASH) {
        escaped = true;
        position++;
      }
      high |= byte;
    }
    this.position = position + 1;
    const raw = high < 128 && !escaped ? bytes.toString("latin1", from, position) : this.utf8(from, position, what);
    return escaped ? unescape(raw) : raw;
  }
  /** Decodes bytes that may be beyond ASCII; what is not UTF-8 is refused by strict, else read as U+FFFD. */
  utf8(from, to, what) {
    const text = this.bytes.toString("utf8", from, to);
    if (text.includes("\uFFFD") && !isUtf8(this.bytes.subarray(from, to))) {
      if (this.strict) throw this.fail(`invalid UTF-8 ${what}: ${JSON.stringify(text)}`);
      this.repairs |= REPAIR_BIT.invalid_utf8;
    }
    return text;
  }
  /** An error in Prometheus' wording: what was expected, what stands there, and the line up to it. */
  expected(what) {
    const got = this.position >= this.end ? '"\\n" ("LINEBREAK")' : JSON.stringify(this.bytes.toString("utf8", this.position, this.position + 1));
    return this.fail(`expected ${what}, got ${got}`);
  }
  fail(reason) {
    const shown = this.bytes.toString("utf8", this.start, Math.min(this.end, this.start + 200));
    return syntaxError(`${reason} while parsing: ${JSON.stringify(shown)}`);
  }
};
function isNameByte(byte, digits, colons) {
  return byte >= 97 && byte <= 122 || byte >= 65 && byte <= 90 || byte === 95 || digits && byte >= 48 && byte <= 57 || colons && byte === 58;
}
function unescape(raw) {
  return raw.replace(/\\([\\"n])/g, (_, escape) => escape === "n" ? "\n" : escape);
}

// backend-sidecar/src/scrape/exposition/go-float.ts
var lastRepairs = 0;
function floatRepairs() {
  return lastRepairs;
}
var DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
var SPECIAL = /^([+-]?)(nan|inf|infinity)$/i;
var HEX = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)$/;
function parseGoFloat(token, strict) {
  lastRepairs = 0;
  if (DECIMAL.test(token)) return inRange(Number(token), token);
  const special = SPECIAL.exec(token);
  if (special) return parseSpecial(special[1], special[2].toLowerCase(), token);
  if (strict && /[pP_]/.test(token)) throw syntaxError("unsupported character in float");
  const plain = withoutUnderscores(token);
  const hex = HEX.exec(plain);
  if (hex && hex[2].length + hex[3].length > 0) {
    lastRepairs = REPAIR_BIT.go_float_syntax;
    return inRange(parseHex(hex), token);
  }
  if (plain !== token && DECIMAL.test(plain)) {
    lastRepairs = REPAIR_BIT.go_float_syntax;
    return inRange(Number(plain), token);
  }
  throw syntaxError(`strconv.ParseFloat: parsing ${JSON.stringify(token)}: invalid syntax`);
}
function parseSpecial(sign, word, token) {
  if (word === "nan") {
    if (sign !== "") throw syntaxError(`strconv.ParseFloat: parsing ${JSON.stringify(token)}: invalid syntax`);
    return NaN;
  }
  if (word === "infinity") lastRepairs = REPAIR_BIT.infinity_spelling;
  return sign === "-" ? -Infinity : Infinity;
}
function inRange(value, token) {
  if (Number.isFinite(value)) return value;
  throw syntaxError(`strconv.ParseFloat: parsing ${JSON.stringify(token)}: value out of range`);
}
function withoutUnderscores(token) {
  if (!token.includes("_")) return token;
  const hex = /^[+-]?0[xX]/.test(token);
  const between = hex ? /(?<=[0-9a-fA-FxX])_(?=[0-9a-fA-F])/g : /(?<=[0-9])_(?=[0-9])/g;
  return token.replace(between, "");
}
function parseHex([, sign, whole, fraction, exponent]) {
  const mantissa = BigInt(`0x${whole}${fraction}`);
  if (mantissa === 0n) return sign === "-" ? -0 : 0;
  let shift = Number(exponent) - 4 * fraction.length;
  const bits = mantissa.toString(2).length;
  const drop = Math.max(bits - 53, -1074 - shift);
  let rounded = mantissa;
  if (drop > bits + 1) rounded = 0n;
  else if (drop > 0) {
    const half = 1n << BigInt(drop - 1);
    const rest = mantissa & (1n << BigInt(drop)) - 1n;
    rounded = mantissa >> BigInt(drop);
    if (rest > half || rest === half && (rounded & 1n) === 1n) rounded += 1n;
    shift += drop;
  }
  let value = Number(rounded);
  if (shift > 2e3) return sign === "-" ? -Infinity : Infinity;
  while (shift > 900) {
    value *= 2 ** 900;
    shift -= 900;
  }
  while (shift < -900) {
    value *= 2 ** -900;
    shift += 900;
  }
  value *= 2 ** shift;
  return sign === "-" ? -value : value;
}

// backend-sidecar/src/scrape/exposition/openmetrics-histogram.ts
var HistogramCheck = class {
  lastBound = -Infinity;
  lastCount = 0;
  hasNegativeBuckets = false;
  infinityCount;
  count;
  sum;
  isGauge;
  constructor(isGauge) {
    this.isGauge = isGauge;
  }
  /** @throws ExpositionError when the bucket is out of order or its bound no canonical float. */
  bucket(le, value) {
    if (le === "") throw syntaxError("bucket without an le label");
    const bound = parseGoFloat(le, true);
    if (Number.isNaN(bound) || !Number.isFinite(bound) && le !== "+Inf")
      throw syntaxError(`invalid le label ${JSON.stringify(le)}`);
    if (bound < this.lastBound || this.infinityCount !== void 0) throw syntaxError("buckets out of order");
    if (value < this.lastCount) throw syntaxError("bucket values out of order");
    this.lastBound = bound;
    this.lastCount = value;
    if (bound < 0) this.hasNegativeBuckets = true;
    if (bound === Infinity) this.infinityCount = value;
  }
  counted(value) {
    this.count = value;
  }
  summed(value) {
    this.sum = value;
  }
  /** @throws ExpositionError when what was seen is no whole histogram. */
  finish() {
    if (this.infinityCount === void 0) throw syntaxError("histogram without a +Inf bucket");
    if (this.count !== void 0 && this.count !== this.infinityCount)
      throw syntaxError("+Inf bucket and count differ");
    if (this.hasNegativeBuckets && !this.isGauge && this.sum !== void 0)
      throw syntaxError("histogram with negative buckets must not have a sum");
    if (!this.hasNegativeBuckets) {
      if (this.sum === void 0 !== (this.count === void 0))
        throw syntaxError("histogram needs both count and sum, or neither");
      if (this.sum !== void 0 && this.sum < 0) throw syntaxError("negative sum without negative buckets");
    }
  }
};

// backend-sidecar/src/scrape/exposition/openmetrics-validator.ts
var SUFFIXES = {
  counter: ["_total", "_created"],
  gauge: [""],
  histogram: ["_bucket", "_count", "_sum", "_created"],
  gaugehistogram: ["_bucket", "_gcount", "_gsum"],
  summary: ["", "_count", "_sum", "_created"],
  info: ["_info"],
  stateset: [""],
  unknown: [""]
};
var COUNTS = /* @__PURE__ */ new Set(["_total", "_count", "_bucket", "_gcount"]);
var NO_NAN = /* @__PURE__ */ new Set([...COUNTS, "_sum", "_gsum"]);
var OpenMetricsValidator = class {
  family;
  namesTaken = /* @__PURE__ */ new Set();
  groupsSeen = /* @__PURE__ */ new Set();
  group;
  groupTime;
  histogram;
  comment(comment) {
    if (comment.kind === "eof") this.finish();
    if (comment.kind === "eof" || comment.kind === "other") return;
    if (this.family?.name !== comment.name) this.begin(comment.name);
    const family = this.family;
    if (!family) return;
    if (family.hasSamples) throw syntaxError(`metadata of ${comment.name} after its samples`);
    if (comment.kind === "help") {
      if (family.hasHelp) throw syntaxError(`more than one HELP for ${comment.name}`);
      family.hasHelp = true;
    } else if (comment.kind === "type") {
      if (family.type) throw syntaxError(`more than one TYPE for ${comment.name}`);
      family.type = comment.type;
    } else {
      if (family.unit !== void 0) throw syntaxError(`more than one UNIT for ${comment.name}`);
      if (comment.text !== "" && !comment.name.endsWith(`_${comment.text}`)) {
        throw syntaxError(`expected unit as suffix in metric ${comment.name}, got ${JSON.stringify(comment.text)}`);
      }
      family.unit = comment.text;
    }
  }
  sample(sample) {
    const name = sample.labels.metricName;
    let suffix = this.suffixOf(name);
    if (suffix === void 0) {
      this.begin(name);
      suffix = "";
    }
    const family = this.family;
    if (!family) return;
    family.hasSamples = true;
    const type = family.type ?? "unknown";
    this.checkValue(sample, type, suffix);
    if (sample.tail.exemplar && !(suffix === "_bucket" || type === "counter" && suffix === "_total")) {
      throw syntaxError(`exemplar on a sample that must not have one: ${name}`);
    }
    this.checkGroup(sample, type, family.name);
    if (this.histogram) {
      if (suffix === "_bucket") this.histogram.bucket(sample.labels.get("le"), sample.tail.value);
      else if (suffix === "_count" || suffix === "_gcount") this.histogram.counted(sample.tail.value);
      else if (suffix === "_sum" || suffix === "_gsum") this.histogram.summed(sample.tail.value);
    }
  }
  /** Closes the current family: what it lacks as a whole, and whether its names were taken by one before it. */
  finish() {
    this.endGroup();
    const family = this.family;
    this.family = void 0;
    if (!family) return;
    if (family.unit && (family.type === "info" || family.type === "stateset"))
      throw syntaxError(`${family.type} ${family.name} must not have a unit`);
    for (const suffix of /* @__PURE__ */ new Set(["", ...SUFFIXES[family.type ?? "unknown"]])) {
      const name = family.name + suffix;
      if (this.namesTaken.has(name)) throw syntaxError(`clashing name ${name}`);
      this.namesTaken.add(name);
    }
  }
  /** Suffix of a sample's name within the current family; undefined when it belongs to another. */
  suffixOf(name) {
    const family = this.family;
    if (!family) return void 0;
    return SUFFIXES[family.type ?? "unknown"].find((suffix) => name === family.name + suffix);
  }
  begin(name) {
    this.finish();
    if (this.namesTaken.has(name)) throw syntaxError(`clashing name ${name}`);
    this.family = { name, type: void 0, unit: void 0, hasHelp: false, hasSamples: false };
    this.groupsSeen = /* @__PURE__ */ new Set();
    this.group = void 0;
  }
  checkValue({ labels, tail: { value } }, type, suffix) {
    if (Number.isNaN(value) && NO_NAN.has(suffix) && type !== "unknown" && type !== "gauge")
      throw syntaxError("counts and sums cannot be NaN");
    if (value < 0 && COUNTS.has(suffix)) throw syntaxError("counts cannot be negative");
    if (type === "summary") {
      if (suffix === "_sum" && value < 0) throw syntaxError("sum of a summary cannot be negative");
      if (suffix === "") {
        if (!labels.has("quantile")) throw syntaxError("summary sample without a quantile label");
        const quantile = parseGoFloat(labels.get("quantile"), true);
        if (!(quantile >= 0 && quantile <= 1))
          throw syntaxError(`invalid quantile ${JSON.stringify(labels.get("quantile"))}`);
        if (value < 0) throw syntaxError("quantile values cannot be negative");
      }
    }
    if (type === "info" && value !== 1) throw syntaxError("value of an info must be 1");
    if (type === "stateset") {
      if (!labels.has(labels.metricName)) throw syntaxError("stateset sample without its state label");
      if (value !== 0 && value !== 1) throw syntaxError("value of a stateset must be 0 or 1");
    }
  }
  /** A group is what one metric point consists of: the labels without those that tell its samples apart. */
  checkGroup({ labels, tail: { timestampSeconds } }, type, familyName) {
    const own = type === "stateset" ? familyName : type === "summary" ? "quantile" : type.endsWith("histogram") ? "le" : "";
    const group = type === "info" ? "" : labels.without(/* @__PURE__ */ new Set(["__name__", own])).key();
    if (group !== this.group) {
      this.endGroup();
      if (this.groupsSeen.has(group)) throw syntaxError("samples of one metric must stand together");
      this.groupsSeen.add(group);
      this.group = group;
    } else {
      if (timestampSeconds === void 0 !== (this.groupTime === void 0))
        throw syntaxError("mix of samples with and without timestamps in one metric");
      if (timestampSeconds !== void 0 && this.groupTime !== void 0 && type !== "info") {
        if (timestampSeconds < this.groupTime) throw syntaxError("timestamps of one metric go backwards");
        if (timestampSeconds > this.groupTime) this.endGroup();
      }
    }
    this.groupTime = timestampSeconds;
    if (type === "histogram" || type === "gaugehistogram")
      this.histogram ??= new HistogramCheck(type === "gaugehistogram");
  }
  endGroup() {
    const histogram = this.histogram;
    this.histogram = void 0;
    histogram?.finish();
  }
};

// backend-sidecar/src/model/labels.ts
var Labels = class _Labels {
  static EMPTY = new _Labels([]);
  /** Alternating name, value, name, value; sorted by name. */
  flat;
  cachedKey;
  constructor(flat) {
    this.flat = flat;
  }
  /** From a plain object; empty values mean "no such label", as in Prometheus. */
  static fromObject(object) {
    return _Labels.fromPairs(Object.entries(object));
  }
  /** From pairs in any order; the last of two equal names wins. */
  static fromPairs(pairs) {
    const map = new Map(pairs);
    const names = [...map.keys()].filter((name) => map.get(name) !== "").sort(compareUtf8);
    const flat = [];
    for (const name of names) flat.push(name, map.get(name) ?? "");
    return flat.length === 0 ? _Labels.EMPTY : new _Labels(flat);
  }
  /** From an alternating array that the caller knows to be sorted, unique and free of empty values. */
  static fromSortedFlat(flat) {
    return flat.length === 0 ? _Labels.EMPTY : new _Labels(flat);
  }
  get size() {
    return this.flat.length / 2;
  }
  get metricName() {
    return this.get("__name__");
  }
  /** The value, or the empty string when the label is absent. */
  get(name) {
    for (let i = 0; i < this.flat.length; i += 2) if (this.flat[i] === name) return this.flat[i + 1];
    return "";
  }
  has(name) {
    for (let i = 0; i < this.flat.length; i += 2) if (this.flat[i] === name) return true;
    return false;
  }
  /** A string that is equal exactly for equal label sets; cached. */
  key() {
    return this.cachedKey ??= this.flat.join("\0");
  }
  equals(other) {
    return this === other || this.key() === other.key();
  }
  with(name, value) {
    const object = this.toMap();
    object.set(name, value);
    return _Labels.fromPairs(object);
  }
  without(names) {
    return this.filter((name) => !names.has(name));
  }
  keep(names) {
    return this.filter((name) => names.has(name));
  }
  filter(test) {
    const flat = [];
    for (let i = 0; i < this.flat.length; i += 2) {
      if (test(this.flat[i], this.flat[i + 1])) flat.push(this.flat[i], this.flat[i + 1]);
    }
    return flat.length === this.flat.length ? this : _Labels.fromSortedFlat(flat);
  }
  *entries() {
    for (let i = 0; i < this.flat.length; i += 2) yield [this.flat[i], this.flat[i + 1]];
  }
  toMap() {
    return new Map(this.entries());
  }
  toObject() {
    return Object.fromEntries(this.entries());
  }
  /** PromQL form: `name{a="b"}`, or `{a="b"}` without a name. */
  toString() {
    const name = this.metricName;
    const legacy = LEGACY_METRIC_NAME.test(name);
    const parts = [];
    if (name !== "" && !legacy) parts.push(quote(name));
    for (const [label, value] of this.entries()) {
      if (label === "__name__") continue;
      parts.push(`${LEGACY_LABEL_NAME.test(label) ? label : quote(label)}=${quote(value)}`);
    }
    if (legacy) return parts.length === 0 ? name : `${name}{${parts.join(", ")}}`;
    return `{${parts.join(", ")}}`;
  }
};
var LEGACY_METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
var LEGACY_LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
function quote(value) {
  return JSON.stringify(value);
}
function compareUtf8(a, b) {
  if (a === b) return 0;
  if (HAS_SURROGATE.test(a) || HAS_SURROGATE.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : 1;
}
var HAS_SURROGATE = /[\ud800-\udfff]/;

// backend-sidecar/src/scrape/exposition/sample-line.ts
var BRACE_OPEN = 123;
var BRACE_CLOSE = 125;
var COMMA = 44;
var EQUALS = 61;
var QUOTE3 = 34;
var HASH = 35;
function parseSampleLine(cursor) {
  if (cursor.skipBlanks() > 0 && cursor.openMetrics) cursor.loose();
  const name = cursor.name(true);
  if (name === "" && cursor.peek() !== BRACE_OPEN) throw cursor.expected("a valid start token");
  let gap = 0;
  if (name !== "") gap = cursor.fieldGap();
  let labels;
  if (cursor.peek() === BRACE_OPEN) {
    if (gap > 0 && cursor.openMetrics) cursor.loose();
    labels = parseLabels(cursor, name);
    gap = cursor.fieldGap();
    if (gap === 0 && cursor.openMetrics) {
      if (cursor.strict || cursor.position >= cursor.end) throw cursor.expected("value after metric");
      cursor.loose();
    }
  } else {
    if (gap === 0) throw cursor.expected("value after metric");
    labels = Labels.fromSortedFlat(["__name__", name]);
  }
  const valueOffset = cursor.position;
  const repairs = cursor.repairs & ~REPAIR_BIT.carriage_return;
  cursor.repairs &= REPAIR_BIT.carriage_return;
  return { labels, valueOffset, tail: parseTail(cursor), repairs };
}
function parseTail(cursor) {
  const token = cursor.token();
  if (token === "") throw cursor.expected("value after metric");
  const value = parseFloatAt(cursor, token);
  const tail = {
    value,
    timestampMs: void 0,
    timestampSeconds: void 0,
    exemplar: void 0,
    repairs: 0
  };
  let gap = cursor.fieldGap();
  if (gap > 0 && cursor.position < cursor.end && cursor.peek() !== HASH) {
    parseTimestamp(cursor, tail);
    gap = cursor.fieldGap();
  }
  if (cursor.position < cursor.end) parseExemplar(cursor, tail, gap);
  else if (gap > 0 && cursor.openMetrics) cursor.loose();
  tail.repairs = cursor.repairs;
  return tail;
}
function parseFloatAt(cursor, token) {
  try {
    const value = parseGoFloat(token, cursor.strict);
    cursor.repairs |= floatRepairs();
    return value;
  } catch (error) {
    throw cursor.fail(error instanceof Error && "reason" in error ? String(error.reason) : String(error));
  }
}
function parseTimestamp(cursor, tail) {
  const token = cursor.token();
  if (cursor.openMetrics) {
    const seconds = parseFloatAt(cursor, token);
    if (!Number.isFinite(seconds)) throw cursor.fail(`invalid timestamp ${token}`);
    tail.timestampSeconds = seconds;
    tail.timestampMs = Math.trunc(seconds * 1e3);
    return;
  }
  if (!/^[+-]?\d+$/.test(token)) throw cursor.fail(`expected timestamp or new record, got ${JSON.stringify(token)}`);
  tail.timestampMs = Number(token);
  if (!Number.isSafeInteger(tail.timestampMs))
    throw cursor.fail(`strconv.ParseInt: parsing ${JSON.stringify(token)}: value out of range`);
  tail.timestampSeconds = tail.timestampMs / 1e3;
}
function parseExemplar(cursor, tail, gap) {
  if (cursor.peek() !== HASH || gap === 0)
    throw cursor.expected(tail.timestampMs === void 0 ? "timestamp or new record" : "next entry after timestamp");
  if (!cursor.openMetrics) {
    if (cursor.strict) throw cursor.expected("timestamp or new record");
    cursor.repairs |= REPAIR_BIT.exemplar_misuse;
  }
  cursor.position++;
  if (cursor.fieldGap() === 0 || cursor.peek() !== BRACE_OPEN) throw cursor.expected('exemplar labels after "#"');
  const labels = parseLabels(cursor, void 0);
  if (cursor.fieldGap() === 0) throw cursor.expected("value after exemplar labels");
  const token = cursor.token();
  if (token === "") throw cursor.expected("value after exemplar labels");
  const value = parseFloatAt(cursor, token);
  let timestampMs = NaN;
  const gapAfter = cursor.fieldGap();
  if (gapAfter > 0 && cursor.position < cursor.end) {
    const stamp = cursor.token();
    const seconds = parseFloatAt(cursor, stamp);
    if (!Number.isFinite(seconds)) throw cursor.fail(`invalid exemplar timestamp ${stamp}`);
    timestampMs = Math.trunc(seconds * 1e3);
    if (cursor.fieldGap() > 0) cursor.loose();
  } else if (gapAfter > 0) cursor.loose();
  if (cursor.position < cursor.end) throw cursor.expected("next entry after exemplar");
  tail.exemplar = { labels, value, timestampMs };
  if (codePoints(labels) > 128) {
    if (cursor.strict) throw cursor.fail("exemplar labels are longer than 128 characters");
    cursor.repairs |= REPAIR_BIT.exemplar_misuse;
    tail.exemplar = void 0;
  }
}
function codePoints(labels) {
  let count = 0;
  for (const symbol of labels.flat) for (const _ of symbol) count++;
  return count;
}
function parseLabels(cursor, metricName) {
  cursor.position++;
  const pairs = [];
  let name = metricName;
  cursor.looseBlanks();
  if (cursor.peek() === BRACE_CLOSE && metricName !== void 0) cursor.repairs |= REPAIR_BIT.empty_braces;
  while (cursor.peek() !== BRACE_CLOSE) {
    const isQuoted = cursor.peek() === QUOTE3;
    const label = isQuoted ? cursor.quoted("label name") : cursor.name(false);
    if (!isQuoted && label === "") throw cursor.expected("label name");
    cursor.looseBlanks();
    if (isQuoted && cursor.peek() !== EQUALS) {
      if (name === void 0) throw cursor.expected("equal");
      if (name !== "") throw cursor.fail("metric name already set");
      if (label === "") throw cursor.fail('invalid metric name ""');
      name = label;
    } else {
      parseLabelValue(cursor, label, pairs);
    }
    cursor.looseBlanks();
    if (cursor.peek() === COMMA) {
      cursor.position++;
      cursor.looseBlanks();
      if (cursor.peek() === BRACE_CLOSE) {
        if (cursor.strict && cursor.openMetrics) throw cursor.expected("label name");
        cursor.repairs |= REPAIR_BIT.trailing_comma;
      }
    } else if (cursor.peek() !== BRACE_CLOSE) throw cursor.expected("comma or brace close");
  }
  cursor.position++;
  if (name === "") throw cursor.fail("missing metric name (__name__ label)");
  if (name !== void 0) pairs.push("__name__", name);
  return sortedLabels(cursor, pairs);
}
function parseLabelValue(cursor, label, pairs) {
  if (cursor.peek() !== EQUALS) throw cursor.expected("equal");
  cursor.position++;
  cursor.looseBlanks();
  if (cursor.peek() !== QUOTE3) throw cursor.expected("label value");
  const value = cursor.quoted("label value");
  if (label === "__name__") throw cursor.fail('label name "__name__" is reserved for the metric name');
  pairs.push(label, value);
}
function sortedLabels(cursor, pairs) {
  for (let i = 2; i < pairs.length; i += 2) {
    const name = pairs[i];
    const value = pairs[i + 1];
    let j = i - 2;
    for (; j >= 0; j -= 2) {
      const order = compareUtf8(pairs[j], name);
      if (order === 0) throw cursor.fail(`label name "${name}" is not unique`);
      if (order < 0) break;
      pairs[j + 2] = pairs[j];
      pairs[j + 3] = pairs[j + 1];
    }
    pairs[j + 2] = name;
    pairs[j + 3] = value;
  }
  let kept = 0;
  for (let i = 0; i < pairs.length; i += 2) {
    if (pairs[i + 1] === "") continue;
    pairs[kept] = pairs[i];
    pairs[kept + 1] = pairs[i + 1];
    kept += 2;
  }
  pairs.length = kept;
  return Labels.fromSortedFlat(pairs);
}

// backend-sidecar/src/scrape/exposition/parse.ts
function parseExposition(body2, dialect, handler) {
  const bytes = Buffer.from(body2.buffer, body2.byteOffset, body2.length);
  const cursor = new LineCursor(dialect);
  const validator = dialect.strict && dialect.format === "openmetrics" ? new OpenMetricsValidator() : void 0;
  let line = 0;
  let ended = false;
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline;
    line++;
    if (ended) throw syntaxError("unexpected content after # EOF", line);
    try {
      cursor.reset(bytes, start, end);
      if (isSample(bytes, start, end)) {
        const sample = parseSampleLine(cursor);
        validator?.sample(sample);
        handler.sample(sample, line);
      } else {
        const comment = parseCommentLine(cursor);
        if (comment.kind === "eof") ended = true;
        validator?.comment(comment);
        handler.comment?.(comment, line, cursor.repairs);
      }
    } catch (error) {
      throw error instanceof ExpositionError ? error.atLine(line) : error;
    }
    start = end + 1;
  }
  if (dialect.format === "openmetrics" && !ended) throw missingEof(line);
}
function missingEof(lines) {
  return syntaxError("data does not end with # EOF", Math.max(1, lines));
}
function isSample(bytes, start, end) {
  let at = start;
  while (at < end && (bytes[at] === 32 || bytes[at] === 9 || bytes[at] === 13)) at++;
  return at < end && bytes[at] !== 35;
}

// ../../tmp/pp.ts
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
var f = "/work/shared/corpus/pulsar-4.0.8/metrics/topic-level/broker_broker-1_topic_20261122T034008.074Z.prom.gz";
var body = gunzipSync(readFileSync(f));
var n = 0;
var go = (k) => {
  for (let i = 0; i < k; i++) parseExposition(body, { format: "text", strict: false }, { sample() {
    n++;
  } });
};
go(50);
n = 0;
var t = process.cpuUsage();
go(200);
var u = process.cpuUsage(t);
console.log(((u.user + u.system) / n).toFixed(3), "us/sample", (body.length * 200 / (u.user + u.system)).toFixed(0), "MB/s");
