var __defProp = Object.defineProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};

// backend-sidecar/src/testing/fuzz-exposition.ts
import { isDeepStrictEqual } from "node:util";

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

// backend-sidecar/src/scrape/exposition/format.ts
function chooseFormat(contentType, fallback = "text") {
  const mediaType = (contentType ?? "").split(";", 1)[0].trim().toLowerCase();
  if (mediaType === "application/openmetrics-text") return "openmetrics";
  if (mediaType === "text/plain") return "text";
  return fallback;
}

// backend-sidecar/src/scrape/exposition/limits.ts
var LIMIT_HINT = "Raise the limit in scrape_configs, or drop the label or series with metric_relabel_configs.";
function checkLabelLimits(labels, limits) {
  const metric = labels.metricName.slice(0, 50);
  if (limits.labelLimit > 0 && labels.size > limits.labelLimit) {
    throw limit("label_limit", `metric: ${metric}, number of labels: ${labels.size}, limit: ${limits.labelLimit}`);
  }
  if (limits.labelNameLengthLimit === 0 && limits.labelValueLengthLimit === 0) return;
  for (const [name, value] of labels.entries()) {
    const label = name.slice(0, 50);
    const nameLength = Buffer.byteLength(name);
    if (limits.labelNameLengthLimit > 0 && nameLength > limits.labelNameLengthLimit) {
      throw limit(
        "label_name_length_limit",
        `metric: ${metric}, label name: ${label}, length: ${nameLength}, limit: ${limits.labelNameLengthLimit}`
      );
    }
    const valueLength = Buffer.byteLength(value);
    if (limits.labelValueLengthLimit > 0 && valueLength > limits.labelValueLengthLimit) {
      const shown = JSON.stringify(value.slice(0, 50));
      throw limit(
        "label_value_length_limit",
        `metric: ${metric}, label name: ${label}, value: ${shown}, length: ${valueLength}, limit: ${limits.labelValueLengthLimit}`
      );
    }
  }
}
function limit(name, facts) {
  return new ExpositionError("OBS_SCRAPE_LABEL_LIMIT", `${name} exceeded (${facts})`, void 0, LIMIT_HINT);
}
function checkSampleLimit(samples, limits) {
  if (limits.sampleLimit === 0 || samples <= limits.sampleLimit) return;
  throw new ExpositionError(
    "OBS_SCRAPE_SAMPLE_LIMIT",
    `sample limit exceeded (${samples} samples, limit: ${limits.sampleLimit})`,
    void 0,
    LIMIT_HINT
  );
}
function checkBodySize(bytes, limits) {
  if (limits.bodySizeLimitBytes === 0 || bytes <= limits.bodySizeLimitBytes) return;
  throw new ExpositionError(
    "OBS_SCRAPE_BODY_LIMIT",
    `body size limit exceeded (limit: ${limits.bodySizeLimitBytes} bytes)`,
    void 0,
    "Raise body_size_limit, or make the target expose less."
  );
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
var RepairCounts = class {
  counts = {};
  add(kind, times = 1) {
    if (times > 0) this.counts[kind] = (this.counts[kind] ?? 0) + times;
  }
  /** Adds one of every kind whose bit is set. */
  addBits(bits, times = 1) {
    for (let rest = bits; rest !== 0; rest &= rest - 1) this.add(LINE_REPAIRS[31 - Math.clz32(rest & -rest)], times);
  }
  addAll(other) {
    for (const [kind, times] of Object.entries(other)) this.counts[kind] = (this.counts[kind] ?? 0) + times;
  }
};

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
var MAX_TEXTS = 64;
var MAX_TEXT_LENGTH = 256;
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
  /** Texts of the line before, by their order: names and many values are the same again, and comparing is cheaper. */
  previous = [];
  nextText = 0;
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
    this.nextText = 0;
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
    const count2 = this.skipBlanks();
    if (this.openMetrics && (count2 > 1 || count2 === 1 && first !== SPACE)) this.loose();
    return count2;
  }
  /** Everything up to the next blank or the end of the line. */
  token() {
    const from = this.position;
    let position = from;
    while (position < this.end && this.bytes[position] !== SPACE && this.bytes[position] !== TAB) position++;
    this.position = position;
    return this.bytes.toString("latin1", from, position);
  }
  /** Decodes ASCII; gives the line before's own string when it had the same text in the same place. */
  ascii(from, to) {
    const place = this.nextText++;
    const length = to - from;
    const known = this.previous[place];
    if (known !== void 0 && known.length === length) {
      let i = 0;
      while (i < length && known.charCodeAt(i) === this.bytes[from + i]) i++;
      if (i === length) return known;
    }
    const text = this.bytes.toString("latin1", from, to);
    if (place < MAX_TEXTS && length <= MAX_TEXT_LENGTH) this.previous[place] = text;
    return text;
  }
  /** A bare name; `colons` for metric names. Empty when there is none. */
  name(colons) {
    const from = this.position;
    let position = from;
    while (position < this.end && isNameByte(this.bytes[position], position > from, colons)) position++;
    this.position = position;
    return this.ascii(from, position);
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
    const raw = high < 128 && !escaped ? this.ascii(from, position) : this.utf8(from, position, what);
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
  let count2 = 0;
  for (const symbol of labels.flat) for (const _ of symbol) count2++;
  return count2;
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
  if (name) pairs.push("__name__", name);
  const labels = sortedLabels(cursor, pairs);
  if (name === "" && labels.metricName === "") throw cursor.fail("missing metric name (__name__ label)");
  return labels;
}
function parseLabelValue(cursor, label, pairs) {
  if (cursor.peek() !== EQUALS) throw cursor.expected("equal");
  cursor.position++;
  cursor.looseBlanks();
  if (cursor.peek() !== QUOTE3) throw cursor.expected("label value");
  const value = cursor.quoted("label value");
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
function parseExposition(body, dialect, handler) {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
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

// backend-sidecar/src/scrape/ingest-body.ts
var FIRST_GUESS = 16384;
var LARGEST_GUESS = 8 * 1024 * 1024;
var BodyBuffer = class {
  memory;
  limits;
  address = 0;
  size = 0;
  length = 0;
  /** Size of the last body, as the next one's likely size. */
  usual = FIRST_GUESS;
  constructor(memory, limits) {
    this.memory = memory;
    this.limits = limits;
  }
  /** Makes ready for a body of about that many bytes. */
  begin(sizeHintBytes) {
    this.discard();
    const limit2 = this.limits.bodySizeLimitBytes || Infinity;
    this.usual = Math.min(Math.max(this.usual, sizeHintBytes ?? 0), limit2, LARGEST_GUESS);
  }
  /** @throws ExpositionError when the body grows beyond its limit. */
  write(chunk) {
    const length = this.length + chunk.length;
    checkBodySize(length, this.limits);
    this.reserve(length + 1);
    this.memory.bytes.set(chunk, this.address + this.length);
    this.length = length;
  }
  /** The body, ending in a newline (added when missing), with the unused rest given back. It is the caller's to release. */
  take() {
    this.reserve(this.length + 1);
    const bytes = this.memory.bytes;
    const received = this.length;
    if (this.length > 0 && bytes[this.address + this.length - 1] !== 10) bytes[this.address + this.length++] = 10;
    const needed = this.memory.roundUp(this.length);
    if (needed < this.size) this.memory.release(this.address + needed, this.size - needed);
    const body = { address: this.address, length: this.length, size: needed };
    this.usual = Math.max(FIRST_GUESS, received + (received >> 6));
    this.address = 0;
    this.size = 0;
    this.length = 0;
    return body;
  }
  get received() {
    return this.length;
  }
  discard() {
    this.memory.release(this.address, this.size);
    this.address = 0;
    this.size = 0;
    this.length = 0;
  }
  reserve(bytes) {
    if (bytes <= this.size) return;
    const size = this.memory.roundUp(
      this.size === 0 ? Math.max(bytes, this.usual + 1) : Math.max(bytes, this.size + (this.size >> 1))
    );
    const address = this.memory.allocate(size);
    this.memory.bytes.copyWithin(address, this.address, this.address + this.length);
    this.memory.release(this.address, this.size);
    this.address = address;
    this.size = size;
  }
};

// backend-sidecar/src/model/stale.ts
var NORMAL_NAN_HIGH = 2146959360;
var NORMAL_NAN_LOW = 1;

// backend-sidecar/src/scrape/ingest-rows.ts
var ingest_rows_exports = {};
__export(ingest_rows_exports, {
  FLAG_ALWAYS: () => FLAG_ALWAYS,
  FLAG_COMMENT: () => FLAG_COMMENT,
  FLAG_DUPLICATE: () => FLAG_DUPLICATE,
  FLAG_EOF: () => FLAG_EOF,
  FLAG_TIMED: () => FLAG_TIMED,
  FLAG_UNRESOLVED: () => FLAG_UNRESOLVED,
  NEW_ROW: () => NEW_ROW,
  PREFIX_REPAIRS_MASK: () => PREFIX_REPAIRS_MASK,
  PREFIX_REPAIRS_SHIFT: () => PREFIX_REPAIRS_SHIFT,
  REPAIR_KINDS: () => REPAIR_KINDS,
  ROW_BYTES: () => ROW_BYTES,
  ROW_FLAGS: () => ROW_FLAGS,
  ROW_LENGTH: () => ROW_LENGTH,
  ROW_NAME: () => ROW_NAME,
  ROW_REF: () => ROW_REF,
  ROW_START: () => ROW_START,
  ROW_VALUE_DOUBLE: () => ROW_VALUE_DOUBLE,
  ROW_VALUE_OFFSET: () => ROW_VALUE_OFFSET,
  ROW_WORDS: () => ROW_WORDS,
  TAIL_REPAIRS_SHIFT: () => TAIL_REPAIRS_SHIFT
});
var ROW_BYTES = 32;
var ROW_WORDS = 8;
var ROW_START = 0;
var ROW_LENGTH = 1;
var ROW_VALUE_OFFSET = 2;
var ROW_FLAGS = 3;
var ROW_VALUE_DOUBLE = 2;
var ROW_REF = 6;
var ROW_NAME = 7;
var NEW_ROW = 4294967295;
var FLAG_COMMENT = 1;
var FLAG_ALWAYS = 2;
var FLAG_DUPLICATE = 4;
var FLAG_EOF = 8;
var FLAG_TIMED = 16;
var FLAG_UNRESOLVED = 2147483648;
var REPAIR_KINDS = 13;
var REPAIR_MASK = (1 << REPAIR_KINDS) - 1;
var PREFIX_REPAIRS_SHIFT = 5;
var TAIL_REPAIRS_SHIFT = 18;
var PREFIX_REPAIRS_MASK = REPAIR_MASK << PREFIX_REPAIRS_SHIFT;
if (LINE_REPAIRS.length !== REPAIR_KINDS)
  throw new Error("the rows of the scan kernel have room for 13 kinds of line repairs");

// backend-sidecar/src/scrape/ingest-lines.ts
var { ROW_VALUE_OFFSET: ROW_VALUE_OFFSET2, ROW_FLAGS: ROW_FLAGS2, ROW_VALUE_DOUBLE: ROW_VALUE_DOUBLE2, ROW_REF: ROW_REF2, ROW_NAME: ROW_NAME2, ROW_LENGTH: ROW_LENGTH2, NEW_ROW: NEW_ROW2 } = ingest_rows_exports;
var { FLAG_COMMENT: FLAG_COMMENT2, FLAG_ALWAYS: FLAG_ALWAYS2, FLAG_DUPLICATE: FLAG_DUPLICATE2, FLAG_EOF: FLAG_EOF2, FLAG_TIMED: FLAG_TIMED2, FLAG_UNRESOLVED: FLAG_UNRESOLVED2 } = ingest_rows_exports;
var { PREFIX_REPAIRS_SHIFT: PREFIX_REPAIRS_SHIFT2, PREFIX_REPAIRS_MASK: PREFIX_REPAIRS_MASK2, TAIL_REPAIRS_SHIFT: TAIL_REPAIRS_SHIFT2 } = ingest_rows_exports;
var LineReader = class {
  scan;
  resolver;
  names;
  appender;
  honorsTimestamps;
  read = { pending: [], exemplars: [], reshaped: false };
  constructor(scan, resolver, names, appender, honorsTimestamps) {
    this.scan = scan;
    this.resolver = resolver;
    this.names = names;
    this.appender = appender;
    this.honorsTimestamps = honorsTimestamps;
  }
  /**
   * In order of lines, so that the first bad line is the one that is reported.
   * @param changed whether lines came, went or moved.
   * @throws ExpositionError at the first line that cannot be read.
   */
  readLeftOver(changed) {
    const { scan } = this;
    this.read = { pending: [], exemplars: [], reshaped: false };
    let eofRow = changed && scan.format === "openmetrics" ? scan.tally().eofRow : -1;
    for (const row of scan.leftOver) {
      if (eofRow >= 0 && row > eofRow) break;
      try {
        if (this.isKnown(row)) this.readKnown(row);
        else {
          this.read.reshaped = true;
          if (this.readNew(row) && (eofRow < 0 || row < eofRow)) eofRow = row;
        }
      } catch (error) {
        throw error instanceof ExpositionError ? error.atLine(row + 1) : error;
      }
    }
    if (eofRow >= 0 && eofRow < scan.count - 1) throw syntaxError("unexpected content after # EOF", eofRow + 2);
    return this.read;
  }
  /** False for a new line, one that only begins like a known one, and one whose series the store has dropped. */
  isKnown(row) {
    const { words, bytes } = this.scan;
    const base = this.scan.wordOf(row);
    if (words[base + ROW_NAME2] === NEW_ROW2) return false;
    const first = bytes[this.scan.lineAt(base) + words[base + ROW_VALUE_OFFSET2]];
    if (first === 32 || first === 9 || first === 123) return false;
    const ref = words[base + ROW_REF2];
    return ref === 0 || this.appender.isLive(ref);
  }
  /** Reads a line in full; true when it is `# EOF`. */
  readNew(row) {
    const { scan } = this;
    const { words } = scan;
    const base = scan.wordOf(row);
    const cursor = scan.cursorAt(base);
    const { start } = cursor;
    words[base + ROW_REF2] = 0;
    if (!isSample(scan.bytes, start, start + words[base + ROW_LENGTH2] - 1)) {
      const isEof = parseCommentLine(cursor).kind === "eof";
      words[base + ROW_VALUE_OFFSET2] = 0;
      words[base + ROW_FLAGS2] = FLAG_COMMENT2 | (isEof ? FLAG_EOF2 : 0) | cursor.repairs << PREFIX_REPAIRS_SHIFT2;
      words[base + ROW_NAME2] = 0;
      return isEof;
    }
    const sample = parseSampleLine(cursor);
    const final = this.resolver.finalLabels(sample.labels);
    words[base + ROW_VALUE_OFFSET2] = sample.valueOffset - start;
    words[base + ROW_FLAGS2] = (sample.repairs | final.repairs) << PREFIX_REPAIRS_SHIFT2 | (final.labels ? FLAG_UNRESOLVED2 : 0);
    words[base + ROW_NAME2] = this.names.number(sample.labels.metricName);
    if (final.labels) this.read.pending.push({ row, labels: final.labels });
    this.setTail(row, sample.tail);
    return false;
  }
  /** Reads what follows the series of a known line. */
  readKnown(row) {
    const { words } = this.scan;
    const base = this.scan.wordOf(row);
    const wasTimed = words[base + ROW_FLAGS2] & FLAG_TIMED2;
    const cursor = this.scan.cursorAt(base);
    cursor.position += words[base + ROW_VALUE_OFFSET2];
    this.setTail(row, parseTail(cursor));
    if ((words[base + ROW_FLAGS2] & FLAG_TIMED2) !== wasTimed) this.read.reshaped = true;
  }
  setTail(row, tail) {
    const { words, doubles, scratch } = this.scan;
    const base = this.scan.wordOf(row);
    const isTimed = this.honorsTimestamps && tail.timestampMs !== void 0;
    const needsHost = tail.exemplar !== void 0 || isTimed && this.scan.format === "openmetrics";
    const kept = words[base + ROW_FLAGS2] & (PREFIX_REPAIRS_MASK2 | FLAG_DUPLICATE2 | FLAG_UNRESOLVED2);
    words[base + ROW_FLAGS2] = kept | tail.repairs << TAIL_REPAIRS_SHIFT2 | (isTimed ? FLAG_TIMED2 : 0) | (needsHost ? FLAG_ALWAYS2 : 0);
    if (isTimed) doubles[(scratch.times >>> 3) + row] = tail.timestampMs ?? 0;
    if (Number.isNaN(tail.value)) {
      words[base + 2 * ROW_VALUE_DOUBLE2] = NORMAL_NAN_LOW;
      words[base + 2 * ROW_VALUE_DOUBLE2 + 1] = NORMAL_NAN_HIGH;
    } else doubles[(base >>> 1) + ROW_VALUE_DOUBLE2] = tail.value;
    if (tail.exemplar) this.read.exemplars.push({ row, exemplar: tail.exemplar });
  }
};

// backend-sidecar/src/scrape/ingest-names.ts
var NameTable = class {
  names = [];
  numbers = /* @__PURE__ */ new Map();
  get size() {
    return this.names.length;
  }
  number(name) {
    let number = this.numbers.get(name);
    if (number === void 0) {
      number = this.names.length;
      this.names.push(name);
      this.numbers.set(name, number);
    }
    return number;
  }
  name(number) {
    return this.names[number];
  }
  /** All names by their numbers; the table is empty then. */
  take() {
    const names = this.names;
    this.names = [];
    this.numbers.clear();
    return names;
  }
};

// backend-sidecar/src/scrape/ingest-ref-set.ts
var RefSet = class {
  refs = new Uint32Array(256);
  generations = new Uint32Array(256);
  generation = 1;
  size = 0;
  /** Empties the set and makes room for `expected` refs. */
  clear(expected) {
    this.size = 0;
    if (expected * 2 > this.refs.length) this.allocate(expected);
    else if (++this.generation === 4294967295) {
      this.generations.fill(0);
      this.generation = 1;
    }
  }
  /** Adds a ref; false when it was there already. */
  add(ref) {
    if (this.size * 2 >= this.refs.length) this.grow();
    const slot = this.slot(ref);
    if (this.generations[slot] === this.generation) return false;
    this.generations[slot] = this.generation;
    this.refs[slot] = ref;
    this.size++;
    return true;
  }
  has(ref) {
    return this.generations[this.slot(ref)] === this.generation;
  }
  slot(ref) {
    const mask = this.refs.length - 1;
    let slot = Math.imul(ref, 2654435761) >>> 7 & mask;
    while (this.generations[slot] === this.generation && this.refs[slot] !== ref) slot = slot + 1 & mask;
    return slot;
  }
  allocate(expected) {
    const capacity = 2 ** Math.ceil(Math.log2(expected * 2 + 1));
    this.refs = new Uint32Array(capacity);
    this.generations = new Uint32Array(capacity);
    this.generation = 1;
  }
  grow() {
    const held = this.refs.filter((_, slot) => this.generations[slot] === this.generation);
    this.allocate(this.refs.length);
    this.size = 0;
    for (const ref of held) this.add(ref);
  }
};

// backend-sidecar/src/scrape/ingest-layout.ts
var seen = new RefSet();
var BatchLayout = class {
  id;
  version = 0;
  /** Series in the order of exposition. */
  refs = new Uint32Array(0);
  /** Each series once: then they can be one batch. */
  isUnique = true;
  constructor(appender) {
    this.id = appender.newLayoutId();
  }
  equals(refs) {
    if (this.refs.length !== refs.length) return false;
    for (let i = 0; i < refs.length; i++) if (this.refs[i] !== refs[i]) return false;
    return true;
  }
  replace(refs) {
    this.refs = refs.slice();
    this.version++;
    seen.clear(refs.length);
    this.isUnique = this.refs.every((ref) => seen.add(ref));
  }
  batch(timestampMs, values) {
    return {
      timestampMs,
      length: this.refs.length,
      refs: this.refs,
      values,
      layoutId: this.id,
      layoutVersion: this.version
    };
  }
  /** How many of `refs` are not in it. */
  countNew(refs) {
    seen.clear(this.refs.length);
    for (const ref of this.refs) seen.add(ref);
    let added = 0;
    for (const ref of refs) if (!seen.has(ref)) added++;
    return added;
  }
  /** Calls back for each series that is neither in `refs` nor in `others`, once. */
  forEachMissing(refs, others, callback) {
    seen.clear(refs.length + others.length);
    for (const ref of refs) seen.add(ref);
    for (const ref of others) seen.add(ref);
    for (const ref of this.refs) if (seen.add(ref)) callback(ref);
  }
};

// backend-sidecar/src/scrape/ingest-output.ts
var NONE = new Uint32Array(0);
var ScrapeOutput = class {
  appender;
  tracksTimed;
  layout;
  timedLayout;
  /** False after markStale: the markers are written, nothing is left to mark. */
  isTracking = false;
  metadata = /* @__PURE__ */ new Map();
  constructor(appender, options) {
    this.appender = appender;
    this.tracksTimed = options.trackTimestampsStaleness;
    this.layout = new BatchLayout(appender);
    this.timedLayout = new BatchLayout(appender);
  }
  /** Appends everything; returns refusals by reason and how many series the last scrape did not have. */
  commit(timestampMs, samples) {
    const refused = {};
    const added = samples.mayDiffer ? this.adopt(timestampMs, samples) : 0;
    this.isTracking = true;
    if (samples.batch.refs.length > 0) this.append(timestampMs, this.layout, samples.batch.values, refused);
    this.appendTimed(samples.timed, refused);
    for (const { ref, exemplar } of samples.exemplars) {
      this.appender.appendExemplar(ref, Number.isNaN(exemplar.timestampMs) ? { ...exemplar, timestampMs } : exemplar);
    }
    return { refused, added };
  }
  /** Staleness markers for all that the last scrape held, once. */
  markStale(timestampMs) {
    if (!this.isTracking) return;
    this.isTracking = false;
    this.layout.forEachMissing(NONE, NONE, (ref) => this.mark(ref, timestampMs));
    if (this.tracksTimed) this.timedLayout.forEachMissing(this.layout.refs, NONE, (ref) => this.mark(ref, timestampMs));
  }
  /** Hands over what differs from the last call. */
  setMetadata(metadata) {
    for (const [name, entry] of metadata) {
      const known = this.metadata.get(name);
      if (known && known.type === entry.type && known.help === entry.help && known.unit === entry.unit && known.steppedMs === entry.steppedMs)
        continue;
      this.metadata.set(name, entry);
      this.appender.setMetadata(name, entry);
    }
    if (this.metadata.size > 2 * metadata.size + 100) {
      for (const name of this.metadata.keys()) if (!metadata.has(name)) this.metadata.delete(name);
    }
  }
  /** Takes over the lists of series and marks what vanished from them; returns how many series are new. */
  adopt(timestampMs, { batch, timed }) {
    const { layout, timedLayout } = this;
    const isSame = layout.equals(batch.refs);
    const isTimedSame = timedLayout.equals(timed.refs);
    if (isSame && isTimedSame) return 0;
    const timedNow = this.tracksTimed ? timed.refs : NONE;
    if (this.isTracking) {
      layout.forEachMissing(batch.refs, timedNow, (ref) => this.mark(ref, timestampMs));
      if (this.tracksTimed) {
        const others = new Uint32Array([...timedNow, ...layout.refs]);
        timedLayout.forEachMissing(batch.refs, others, (ref) => this.mark(ref, timestampMs));
      }
    }
    const added = layout.countNew(batch.refs);
    if (!isSame) layout.replace(batch.refs);
    if (!isTimedSame) timedLayout.replace(timed.refs);
    return added;
  }
  append(timestampMs, layout, values, refused) {
    const counts = this.appender.appendBatch(layout.batch(timestampMs, values));
    for (const [reason, times] of Object.entries(counts.refused)) {
      if (times > 0) refused[reason] = (refused[reason] ?? 0) + times;
    }
  }
  /** Exporters that replay or federate mostly write one time on all lines: those are a batch as well. */
  appendTimed({ refs, values, times }, refused) {
    if (refs.length === 0) return;
    if (this.timedLayout.isUnique && times.every((time) => time === times[0]))
      return this.append(times[0], this.timedLayout, values, refused);
    for (let i = 0; i < refs.length; i++) {
      const reason = this.appender.append(refs[i], times[i], values[i]);
      if (reason) refused[reason] = (refused[reason] ?? 0) + 1;
    }
  }
  /** A series that the store has dropped meanwhile needs no marker. */
  mark(ref, timestampMs) {
    if (this.appender.isLive(ref)) this.appender.appendStale(ref, timestampMs);
  }
};

// backend-sidecar/src/wasm/scan.gen.ts
var wasmBytes = Buffer.from(
  "AGFzbQEAAAABPghgAAF/YAF/AX9gA39/fwF/YAN/f38AYAx/f39/f39/f39/f38Bf2AFf39/f38Bf2AEf39/fwF/YAJ/fwF/Ag8BA2VudgZtZW1vcnkCAAIDDAsCAQEAAAMABAUGBwZODn8BQQALfwFBAAt/AUEAC38BQQALfwFBAAt/AUEAC38BQQALfwFBAAt+AUIAC3wBRAAAAAAAAAAAC34BQgALfgFCAAt/AUEAC38BQQALB2sJCXRvZG9Db3VudAAEEHN0cnVjdHVyZUNoYW5nZWQABgpjb3VudExpbmVzAAoEc2NhbgAHBXRhbGx5AAUGZ2F0aGVyAAkLZ2F0aGVyVGltZWQACAxwb3dlcnNPZkZpdmUAAwZtZW1vcnkCAAwBAgqlHwuLAQECfyABIwEgAkEFdGoiAigCCCIBRQRAIAIoAgQhAQsgACABak8EfyMAIAIoAgBqIQRBACECAn8DQCABIAJLBEAgACACav0ABAAgAiAEav0ABAD9I/1kIgNB//8DRwRAIAIgA0F/c2hqIgAgASAAIAFJGwwDCyACQRBqIQIMAQsLIAELIAFGBUEACwukAQIDfwF+IAAQAkUEQEEADwsjByIALQAAQSBHBEBBAA8LIABBAWoiAC0AAEEtRiIDBEAgAEEBaiEACyAAIQEgAC0AAEEwayECA0AgAkEKSQRAIAKtIARCCn58IQQgAEEBaiIALQAAQTBrIQIMAQsLIAAgAUYgACABa0EPS3IEf0EBBSAALQAAQQpHCwRAQQAPC0IAIAR9IAQgAxu5JAkgACQHQQEL8QcCBX8IfiAALQAAIgFBLUYiAkUEQCABQStGIQILQoCAgICAgICAgH9CACABQS1GGyEIIAIEQCAAQQFqIgAtAAAhAQsgAUE5SwRAAn9BACAALQADIgFBIEcgAUEKR3ENABogAkUgACgCAEH///8HcSIBQc7CuQJGcQRAQoGAgICAgID8/wAkCAUgAUHJ3JkDRgRAIAhCgICAgICAgPj/AIQkCAVBAAwCCwsgAEEDaiQHQQELDwsgACECIAFBMGshAQNAIAFBCkkEQCABrSAGQgp+fCEGIABBAWoiAC0AAEEwayEBDAELCyAAIAJrIQIgAC0AAEEuRgR/IABBAWoiACEDIAAtAABBMGshAQNAIAFBCkkEQCABrSAGQgp+fCEGIABBAWoiAC0AAEEwayEBDAELCyAAIANrIgEgAmohAkEAIAFrBUEACyEBIAJFIAJBE0tyBEBBAA8LIAAtAABBIHJB5QBGBEAgAEEBaiIALQAAIgJBLUYhBCAAQQFqIAAgBCACQStGchsiACEFQQAhAiAALQAAQTBrIQMDQCADQQpJBEAgAkEKbCADaiECIABBAWoiAC0AAEEwayEDDAELCyAAIAVGIAAgBWtBA0tyBEBBAA8LIAFBACACayACIAQbaiEBCyAALQAAIgJBIEcgAkEKR3EEQEEADwsgACQHIAZQBEAgCCQIQQEPCyAGQoCAgICAgIAQWARAIAFBFkwgAUEATnEEQCAGuiABQQN0QZAXaisDAKK9IAiEJAhBAQ8LIAFBAEggAUFqTnEEQCAGukEAIAFrQQN0QZAXaisDAKO9IAiEJAhBAQ8LCyABQURIIAFBPEpyBEBBAA8LIAYgBnmnIgCshiIJQv////8PgyEKIAlCIIgiCyABQQR0QcAPaiICKQMAIgZC/////w+DIgd+IAcgCn5CIIh8IQcgBkIgiCIMIAt+IAdCIIh8IAogDH4gB0L/////D4N8QiCIfCQKIAYgCX4kCyMLIQcjCiIGQv8Dg0L/A1EEQCACKQMIIgxC/////w+DIg0gC34gCiANfkIgiHwhDSALIAxCIIgiC34gDUIgiHwgCiALfiANQv////8Pg3xCIIh8JAogCSAMfiQLIAZCAXwgBiAHIwp8IgcjClQbIQYLIAZCP4inIgIgAUHqpA1sQRB1aiAAa0G+CGohACAGIAJBCWqsIgmIIgpCfoMgCiABQXxOIAdCAVhxIAFBF0xxIApCA4NCAVFxIAogCYYgBlFxGyIGIAZCAYN8QgGIIgZCgICAgICAgBBaBEBCgICAgICAgAghBiAAQQFqIQALIAZC/////////weDIACsQjSGhCAIhCQIQQELBQBBgAgLBAAjDAvkAQEHfyACQQBBxAD8CwAgACABQQV0aiEIIAAhAQNAIAEgCEkEQCABKAIMIgRBAXEEQCADQQEgBEEIcRtFBEAgASAAa0EFdkEBaiEDCwUgB0EBaiEHIAVBAWogBUEBIARBgICAgHhxIAEoAhgbGyEFIAZBAWogBiAEQQRxGyEGCyAEQQV2IARBEnZyQf8/cSEEA0AgBARAIAJBEGogBGhBAnRqIgkgCSgCAEEBajYCACAEIARBAWtxIQQMAQsLIAFBIGohAQwBCwsgAiAHNgIAIAIgBTYCBCACIAY2AgggAiADNgIMCwQAIw0L0RADCX8DfgF7IAAgAWohEyACIANqIREgBiAJQQV0aiESIAYhDSAAIQFBACEDQQAkDEEAJA0gAiQAIAQkASAFJAIgCiQDIAtBAWskBEEAJAUgBSQGA0AgASATSQRAAkAgAyAFSQRAIBMgAWsiCyARIAIgBCADQQV0aiIJKAIAaiIOayIKIAogC0sbIQtBACEKA0AgCiALSQRAAkAgASAKav0ABAAgCiAOav0ABAD9I/1kIgxB//8DRwRAIAogDEF/c2hqIgogCyAKIAtJGyELDAELIApBEGohCgwCCwsLIAkoAgAiCiALaiEM/QwAAAAAAAAAAAAAAAAAAAAAIAEgAGsgCmv9HAAhGANAIAkoAgAgCSgCBGogDE0EQAJAIA0gEkYEQEF/DwsgDSAJ/QAEACAY/a4B/QsEACANIAn9AAQQ/QsEECAJKAIMIgpBEnEEQCAKQQJxBH9BAAUgASAJKAIIahABCwRAIAcgDSAGa0ECdmojCTkDAAUgCCMMQQJ0aiANIAZrQQV2NgIAIwxBAWokDAsLIAEgCSgCBGohASANQSBqIQ0gCUEgaiEJIAUgA0EBaiIDRg0ADAILCwsgASATTw0BIAMgBUkEfyAJKAIIBUEACyILBH8gDCAJKAIAIAtqTwVBAAsEQCANIBJGBEBBfw8LIAkoAgwhCiANIAn9AAQA/QsEACANIAn9AAQQ/QsEECANIAEgAGs2AgAgASIJIAtqIQEgDSAKQQJxBH9BAAUgCkEQcQR/IAEQAQUgARACBH8jBy0AAEEKRgVBAAsLCwR/IA0gCkH//4+AeHE2AgwgDSMINwMQIApBEHEEQCAHIA0gBmtBAnZqIwk5AwALIwdBAWoFIAgjDEECdGogDSAGa0EFdjYCACMMQQFqJAwDQCABIAH9AAQA/QwKCgoKCgoKCgoKCgoKCgoK/SP9ZCILaGohCiALRQRAIAFBEGohAQwBCwsgCkEBagsiASAJazYCBCANQSBqIQ0gA0EBaiEDDAQLC0EBJA1BfyEKAkAjAkUNACMGIANHIwYjAklxBH8gASATIwYQAAVBAAsEQCMGIQogAyQGDAELQQEhCQNAIAMgCWoiCiMCSSAJQQhNcQRAIAEgEyAKEAANAiAJQQFqIQkMAQsLIwVFBEBBACELQQEkBSMDQQAjBEEBakEDdPwLAANAIAsjAkkEQCMAIwEgC0EFdGoiCSgCAGoiECEKQgAhF0IAIRYgCSgCCCIMRQRAIAkoAgQhDAsgDK1Clfip+pe33puef34hFSAKIAxqIQ4DQCAKQQhqIgkgDk0EQCAVIAopAwCFQh2JQpX4qfqXt96bnn9+IRUgCSEKDAELCwNAIAogDkkEQCAWIAoxAAAgF4aEIRYgCkEBaiEKIBdCCHwhFwwBCwsgFSAWhUIdiUKV+Kn6l7fem55/fiIVQiCIIBWFpyEOQQAhFANAIBRBIEkEQAJAIwMjBCAOIBRqcUEDdGoiCigCBCIJRQRAIAogDjYCACAKIAtBAWo2AgQMAQsgCigCACAORgRAIwEgCUEBa0EFdGoiCigCCCIJBH8gCQUgCigCBAsgDEYEfyMAIAooAgBqIQlBACEKAn8DQCAKIAxJBEAgCiAQav0ABAAgCSAKav0ABAD9I/1kIg9B//8DRwRAIAogD0F/c2hqIgkgDCAJIAxJGwwDCyAKQRBqIQoMAQsLIAwLIAxGBUEACw0BCyAUQQFqIRQMAgsLCyALQQFqIQsMAQsLC0IAIRdCACEWQQAhFCABIgkiCi0AACELA0AgC0EJRiALQSBGcgRAIApBAWoiCi0AACELDAELCwJ/IAotAAAiC0EKRiALQSNGciALQQ1GcgRAA0AgCiAK/QAEAP0MCgoKCgoKCgoKCgoKCgoKCv0j/WQiDGhqIQsgDEUEQCAKQRBqIQoMAQsLIAtBAWogCWsMAQsDQCALQQlHIAtBIEdxIAtB+wBHcSALQQpHcQRAIApBAWoiCi0AACELDAELCyAKLQAAIQsDQCALQQlGIAtBIEZyBEAgCkEBaiIKLQAAIQsMAQsLIAogCWsgCi0AAEH7AEcNABoDQAJAIApBAWoiCi0AACILQQpGBEAgCiAJawwDCyALQSJGBEAgFEUhFAUgFARAIApBAWogCiALQdwARgR/IAotAAFBCkcFQQALGyEKBSALQf0ARg0CCwsMAQsLIApBAWoiCi0AACELA0AgC0EJRiALQSBGcgRAIApBAWoiCi0AACELDAELCyAKIAlrCyIKrUKV+Kn6l7fem55/fiEVIAkgCmohCwNAIAlBCGoiCiALTQRAIBUgCSkDAIVCHYlClfip+pe33puef34hFSAKIQkMAQsLA0AgCSALSQRAIBYgCTEAACAXhoQhFiAJQQFqIQkgF0IIfCEXDAELCyAVIBaFQh2JQpX4qfqXt96bnn9+IhVCIIggFYWnIQ5BACEJA0AgCUEgSQRAQX8hCiMDIwQgCSAOanFBA3RqIgwoAgQiC0UNAiAMKAIAIA5GBH8gASATIAtBAWsQAAVBAAsEQCADJAYgC0EBayEKDAMLIAlBAWohCQwBCwtBfyEKCyAKQQBOBEAgCiEDDAMLIA0gEkYEQEF/DwsgASEJA0AgASAB/QAEAP0MCgoKCgoKCgoKCgoKCgoKCv0j/WQiC2hqIQogC0UEQCABQRBqIQEMAQsLIA0gCSAAazYCACANIApBAWoiASAJazYCBCANQgA3AwggDUIANwMQIA1BADYCGCANQX82AhwgCCMMQQJ0aiANIAZrQQV2NgIAIwxBAWokDCANQSBqIQ0MAgsLCyADIAVHBEBBASQNCyANIAZrQQV2C3MBBH8DQCABIAZLBEAgACAGQQV0aiIHKAIYIggEfyAHKAIMQRBxBUEACwRAIAMgBUECdGogCDYCACAFQQN0IgggBGogBykDEDcDACACIAhqIAIgBkEDdGorAwA5AwAgBUEBaiEFCyAGQQFqIQYMAQsLIAULYQECfyAAIAFBBXRqIQUDQCAAIAVJBEAgACgCGCIBBH8gACgCDEEVcQVBAQtFBEAgAiAEQQJ0aiABNgIAIAMgBEEDdGogACkDEDcDACAEQQFqIQQLIABBIGohAAwBCwsgBAteAQN/IAAgAWohBANAIAAgBEkEQCACQQFqIQIDQCAAIAD9AAQA/QwKCgoKCgoKCgoKCgoKCgoK/SP9ZCIDaGohASADRQRAIABBEGohAAwBCwsgAUEBaiEADAELCyACCwvXEAIAQYAIC5APAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABBkBcLuAEAAAAAAADwPwAAAAAAACRAAAAAAAAAWUAAAAAAAECPQAAAAAAAiMNAAAAAAABq+EAAAAAAgIQuQQAAAADQEmNBAAAAAITXl0EAAAAAZc3NQQAAACBfoAJCAAAA6HZIN0IAAACilBptQgAAQOWcMKJCAACQHsS81kIAADQm9WsMQwCA4Dd5w0FDAKDYhVc0dkMAyE5nbcGrQwA9kWDkWOFDQIy1eB2vFURQ7+LW5BpLRJLVTQbP8IBE",
  "base64"
);

// backend-sidecar/src/scrape/ingest-memory.ts
var PAGE = 65536;
var GRAIN = 256;
var SLACK = 64;
var LinearMemory = class {
  memory;
  free;
  view;
  wordView;
  doubleView;
  /** @param reserved bytes at the start that belong to the module's own data. */
  constructor(memory, reserved) {
    this.memory = memory;
    const start = Math.ceil(reserved / GRAIN) * GRAIN;
    this.view = new Uint8Array(memory.buffer);
    this.wordView = new Uint32Array(memory.buffer);
    this.doubleView = new Float64Array(memory.buffer);
    this.free = [{ address: start, size: this.view.length - SLACK - start }];
  }
  get bytes() {
    this.refresh();
    return this.view;
  }
  /** Index by `address >> 2`. */
  get words() {
    this.refresh();
    return this.wordView;
  }
  /** Index by `address >> 3`. */
  get doubles() {
    this.refresh();
    return this.doubleView;
  }
  /** Bytes in use, for tests and /metrics. */
  get used() {
    return this.bytes.length - this.free.reduce((sum, extent) => sum + extent.size, 0);
  }
  /** What an allocation of `size` really takes: what `release` must be given. */
  roundUp(size) {
    return Math.max(GRAIN, Math.ceil(size / GRAIN) * GRAIN);
  }
  /** @throws RangeError when WebAssembly's 4 GiB are used up. */
  allocate(size) {
    const wanted = this.roundUp(size);
    let best = -1;
    for (let i = 0; i < this.free.length; i++) {
      const held = this.free[i].size;
      if (held >= wanted && (best < 0 || held < this.free[best].size)) best = i;
    }
    if (best < 0) {
      this.grow(wanted);
      return this.allocate(size);
    }
    const extent = this.free[best];
    const address = extent.address;
    if (extent.size === wanted) this.free.splice(best, 1);
    else {
      extent.address += wanted;
      extent.size -= wanted;
    }
    return address;
  }
  /** Gives back `size` bytes at `address`: an allocation as a whole, or its rounded tail. */
  release(address, size) {
    if (address === 0 || size === 0) return;
    const extent = { address, size: this.roundUp(size) };
    let at = this.free.findIndex((other) => other.address > address);
    if (at < 0) at = this.free.length;
    this.free.splice(at, 0, extent);
    const next = this.free[at + 1];
    if (next && extent.address + extent.size === next.address) {
      extent.size += next.size;
      this.free.splice(at + 1, 1);
    }
    const previous = this.free[at - 1];
    if (previous && previous.address + previous.size === extent.address) {
      previous.size += extent.size;
      this.free.splice(at, 1);
    }
  }
  grow(wanted) {
    const end = this.bytes.length;
    const pages = Math.ceil((wanted + SLACK) / PAGE);
    const ample = Math.max(pages, Math.ceil(end / PAGE / 8));
    try {
      this.memory.grow(ample);
    } catch {
      this.memory.grow(pages);
    }
    this.release(end - SLACK, this.bytes.length - end);
  }
  refresh() {
    if (this.view.buffer === this.memory.buffer) return;
    this.view = new Uint8Array(this.memory.buffer);
    this.wordView = new Uint32Array(this.memory.buffer);
    this.doubleView = new Float64Array(this.memory.buffer);
  }
};

// backend-sidecar/src/scrape/ingest-kernel.ts
var TALLY_WORDS = 17;
var kernel;
function scanKernel() {
  if (kernel) return kernel;
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 65536 });
  const abort = () => {
    throw new Error("scan kernel aborted");
  };
  const instance = new WebAssembly.Instance(new WebAssembly.Module(wasmBytes), { env: { memory, abort } });
  const wasm = instance.exports;
  kernel = { wasm, memory: new LinearMemory(memory, 16384) };
  fillPowersOfFive(new BigUint64Array(memory.buffer, wasm.powersOfFive(), 2 * 121));
  return kernel;
}
function fillPowersOfFive(table) {
  const two128 = 1n << 128n;
  for (let q = -60; q <= 60; q++) {
    const power = 5n ** BigInt(Math.abs(q));
    const bits = BigInt(power.toString(2).length);
    let value;
    if (q >= 0) value = bits <= 128n ? power << 128n - bits : power >> bits - 128n;
    else value = (1n << (q >= -27 ? bits + 127n : 2n * bits + 128n)) / power + 1n;
    while (value >= two128) value >>= 1n;
    table[2 * (q + 60)] = value >> 64n;
    table[2 * (q + 60) + 1] = value & 0xffffffffffffffffn;
  }
}

// backend-sidecar/src/scrape/ingest-scratch.ts
var ScanScratch = class {
  rows = 0;
  /** Times of the rows that have one, by row. */
  times = 0;
  todo = 0;
  refs = 0;
  values = 0;
  table = 0;
  counts;
  /** Rows (and entries of the other arrays) that fit. */
  capacity = 0;
  /** Slots of the key table, a power of two. */
  slots = 0;
  memory;
  constructor(memory) {
    this.memory = memory;
    this.counts = memory.allocate(TALLY_WORDS * 4);
  }
  /** Room for a body of `lines` lines after one of `previousLines`; contents are lost when it grows. */
  reserve(lines, previousLines) {
    if (lines > this.capacity) {
      for (const [address, width] of [
        [this.rows, ROW_BYTES],
        [this.times, 8],
        [this.values, 8],
        [this.refs, 4],
        [this.todo, 4]
      ]) {
        this.memory.release(address, this.capacity * width);
      }
      this.capacity = lines + (lines >> 3) + 64;
      this.rows = this.memory.allocate(this.capacity * ROW_BYTES);
      this.times = this.memory.allocate(this.capacity * 8);
      this.values = this.memory.allocate(this.capacity * 8);
      this.refs = this.memory.allocate(this.capacity * 4);
      this.todo = this.memory.allocate(this.capacity * 4);
    }
    const slots = 2 ** Math.ceil(Math.log2(2 * previousLines + 16));
    if (slots > this.slots) {
      this.memory.release(this.table, this.slots * 8);
      this.slots = slots;
      this.table = this.memory.allocate(slots * 8);
    }
  }
};

// backend-sidecar/src/scrape/ingest-scan.ts
var BodyScan = class {
  kernel = scanKernel();
  scratch = new ScanScratch(this.kernel.memory);
  words = new Uint32Array(0);
  doubles = new Float64Array(0);
  bytes = Buffer.alloc(0);
  body = { address: 0, length: 0, size: 0 };
  format = "text";
  count = 0;
  cursors = {
    text: new LineCursor({ format: "text", strict: false }),
    openmetrics: new LineCursor({ format: "openmetrics", strict: false })
  };
  /** Compares a body with the known one. True when lines came, went or moved. */
  run(body, format, known) {
    const { scratch } = this;
    const { wasm, memory } = this.kernel;
    this.body = body;
    this.format = format;
    scratch.reserve(known.count + (known.count >> 3) + 256, known.count);
    this.count = this.scan(known);
    if (this.count < 0) {
      scratch.reserve(wasm.countLines(body.address, body.length), known.count);
      this.count = this.scan(known);
    }
    this.words = memory.words;
    this.doubles = memory.doubles;
    if (this.bytes.buffer !== memory.memory.buffer) this.bytes = Buffer.from(memory.memory.buffer);
    return wasm.structureChanged() !== 0;
  }
  /** Rows that the kernel left over, ascending. */
  get leftOver() {
    const first = this.scratch.todo >>> 2;
    return this.words.subarray(first, first + this.kernel.wasm.todoCount());
  }
  tally() {
    this.kernel.wasm.tally(this.scratch.rows, this.count, this.scratch.counts);
    const first = this.scratch.counts >>> 2;
    const [samples, kept, duplicates, eof, ...repairs] = this.words.subarray(first, first + TALLY_WORDS);
    return { samples, kept, duplicates, eofRow: eof - 1, repairs: Uint32Array.from(repairs) };
  }
  get endsInEof() {
    return this.count > 0 && (this.words[this.wordOf(this.count - 1) + ROW_FLAGS] & FLAG_EOF) !== 0;
  }
  /** Samples at the time of the scrape and those at times of their own, as views that live until the next scan. */
  gather() {
    const { rows, times, refs, values } = this.scratch;
    const { wasm, memory } = this.kernel;
    const { buffer } = memory.memory;
    const length = wasm.gather(rows, this.count, refs, values);
    const timed = wasm.gatherTimed(rows, this.count, times, refs + 4 * length, values + 8 * length);
    return {
      batch: { refs: new Uint32Array(buffer, refs, length), values: new Float64Array(buffer, values, length) },
      timed: {
        refs: new Uint32Array(buffer, refs + 4 * length, timed),
        values: new Float64Array(buffer, values + 8 * length, timed),
        times: new Float64Array(buffer, times, timed)
      }
    };
  }
  /** Index of a row's first 32-bit word. */
  wordOf(row) {
    return (this.scratch.rows >>> 2) + row * ROW_WORDS;
  }
  /** Address of the line of the row at word `base`. */
  lineAt(base) {
    return this.body.address + this.words[base + ROW_START];
  }
  /** A cursor on the line of the row at word `base`; the same object each time. */
  cursorAt(base) {
    const start = this.lineAt(base);
    const cursor = this.cursors[this.format];
    cursor.reset(this.bytes, start, start + this.words[base + ROW_LENGTH] - 1);
    return cursor;
  }
  scan(known) {
    const { body, scratch } = this;
    return this.kernel.wasm.scan(
      body.address,
      body.length,
      known.body.address,
      known.body.length,
      known.rows,
      known.count,
      scratch.rows,
      scratch.times,
      scratch.todo,
      scratch.capacity,
      scratch.table,
      scratch.slots
    );
  }
};

// backend-sidecar/src/scrape/exposition/pulsar-knowledge.ts
var ONE_MINUTE_MS = 6e4;
var TYPE_CORRECTIONS = [
  // Grow for as long as the topic stays with its owner, but are typed gauge.
  { names: /^pulsar_(in|out)_(messages|bytes)_total$/, from: "gauge", to: "counter" },
  { names: /^pulsar_connection_(closed|created)_total_count$/, from: "gauge", to: "counter" },
  { names: /^pulsar_connection_create_(success|fail)_count$/, from: "gauge", to: "counter" },
  // Queue lengths go up and down, but are typed counter.
  { names: /^bookie_journal_(JOURNAL|JOURNAL_FORCE_WRITE|FORCE_WRITE)_QUEUE_SIZE$/, from: "counter", to: "gauge" },
  // Counts of the last minute: they start at nought every minute.
  { names: /^pulsar_(function|source|sink)_.*_1min(_total)?$/, from: "counter", to: "gauge" }
];
var STEPPED_NAMES = [
  /^pulsar_(broker_)?(rate|throughput)_(in|out)$/,
  /^pulsar_average_msg_size$/,
  /^pulsar_(consumer|producer|subscription)_msg_(rate|throughput)_\w+$/,
  /^pulsar_subscription_msg_(ack|drop)_rate$/,
  /^pulsar_replication_(rate|throughput)_\w+$/,
  /^pulsar_(broker_)?storage_(write|read|read_cache_misses)_rate$/,
  /^pulsar_storage_(ledger_)?write_latency_(le_\w+|overflow|count|sum)$/,
  /^pulsar_entry_size_(le_\w+|count|sum)$/,
  /^pulsar_compaction_latency_(le_\w+|count|sum)$/,
  /^pulsar_ml_\w*(Rate|Rate_s|Buckets|_OVERFLOW)$/,
  /^pulsar_ml_(AddEntry|ReadEntries)(Succeed|Succeeded|Errors)$/,
  /^pulsar_ml_cache_(hits|misses)_(rate|throughput)$/,
  /^pulsar_lb_cpu_usage$/
];
var STEPPED_SUMMARIES = [
  /^(bookie|bookkeeper|replication)_\w+$/,
  /^pulsar_(broker_publish_latency|broker_\w+|schema_\w+|metadata_store_\w+|managedLedger_client_\w+)$/
];
function correctedType(name, exposed) {
  if (exposed !== "gauge" && exposed !== "counter") return void 0;
  return TYPE_CORRECTIONS.find((rule) => rule.from === exposed && rule.names.test(name))?.to;
}
function steppedMs(name, type) {
  if (!/^(pulsar|bookie|bookkeeper|replication)_/.test(name)) return void 0;
  const rules = type === "summary" ? STEPPED_SUMMARIES : STEPPED_NAMES;
  return rules.some((rule) => rule.test(name)) ? ONE_MINUTE_MS : void 0;
}
var UNBOUNDED_LABELS = [
  // The message of the exception that a function threw.
  {
    metrics: /^pulsar_(function|source|sink)_(user|system|source|sink)_exception(s?)(_1min)?$/,
    label: "error",
    maxLength: 120
  },
  // OpenTelemetry repeats the JVM's command line (2.8 kB) on each series; it says nothing about the series.
  { metrics: void 0, label: "process_command_args", maxLength: 0 }
];

// backend-sidecar/src/scrape/exposition/unbounded-labels.ts
var UNBOUNDED_NAMES = new Set(UNBOUNDED_LABELS.map((rule) => rule.label));
function boundLabels(labels) {
  let repairs = 0;
  let bounded = labels;
  for (let i = 0; i < labels.flat.length; i += 2) {
    if (!UNBOUNDED_NAMES.has(labels.flat[i])) continue;
    const [name, value] = [labels.flat[i], labels.flat[i + 1]];
    const rule = UNBOUNDED_LABELS.find(
      (each) => each.label === name && (each.metrics?.test(labels.metricName) ?? true)
    );
    if (!rule || value.length <= rule.maxLength) continue;
    bounded = bounded.with(name, rule.maxLength === 0 ? "" : `${cut(value, rule.maxLength)}\u2026`);
    repairs |= rule.maxLength === 0 ? REPAIR_BIT.label_dropped : REPAIR_BIT.label_value_cut;
  }
  return { labels: bounded, repairs };
}
function cut(value, length) {
  const last = value.charCodeAt(length - 1);
  return value.slice(0, last >= 55296 && last <= 56319 ? length - 1 : length);
}

// backend-sidecar/src/scrape/ingest-series.ts
var SeriesResolver = class {
  appender;
  options;
  constructor(appender, options) {
    this.appender = appender;
    this.options = options;
  }
  /**
   * The final label set, undefined when relabelling drops the series, and the repair bits it took.
   * @throws ExpositionError (without a line) when a label limit is passed or the name is gone.
   */
  finalLabels(scraped) {
    const bounded = this.options.strict ? { labels: scraped, repairs: 0 } : boundLabels(scraped);
    const labels = this.options.mutateLabels(bounded.labels);
    if (labels === void 0 || labels.size === 0) return { labels: void 0, repairs: bounded.repairs };
    if (labels.metricName === "") throw syntaxError("missing metric name (__name__ label)");
    checkLabelLimits(labels, this.options.limits);
    return { labels, repairs: bounded.repairs };
  }
  /** The series' ref, or the reason why the store takes no new series. */
  ref(labels) {
    try {
      return this.appender.seriesRef(labels);
    } catch (error) {
      if (error instanceof ObservatoryError && error.code === "OBS_STORE_SERIES_LIMIT") return "series_limit";
      if (error instanceof ObservatoryError && error.code === "OBS_STORE_MEMORY_LIMIT") return "memory_limit";
      throw error;
    }
  }
};

// backend-sidecar/src/scrape/exposition/families.ts
var SUFFIXES2 = {
  counter: ["_total", "_created"],
  histogram: ["_bucket", "_count", "_sum", "_created"],
  gaugehistogram: ["_bucket", "_gcount", "_gsum"],
  summary: ["_count", "_sum", "_created"],
  info: ["_info"]
};
var OPENMETRICS_ONLY = /* @__PURE__ */ new Set(["_total", "_created", "_info", "_gcount", "_gsum"]);
var SUFFIX = /^(.+)(_total|_created|_bucket|_count|_sum|_gcount|_gsum|_info)$/;
var FamilyTracker = class {
  families = /* @__PURE__ */ new Map();
  repairs = new RepairCounts();
  current;
  lastName;
  strict;
  isText;
  constructor(dialect) {
    this.strict = dialect.strict && dialect.format === "text";
    this.isText = dialect.format === "text";
  }
  /** @throws ExpositionError in strict text when metadata is repeated or comes late. */
  comment(comment, line) {
    if (comment.kind === "eof" || comment.kind === "other") return;
    const family = this.family(comment.name);
    if (comment.kind === "type") {
      if (family.type !== void 0)
        return this.mend("duplicate_type", `second TYPE line for metric name "${comment.name}"`, line);
      family.type = comment.type;
      if (family.hasSamples)
        this.mend("type_after_samples", `TYPE reported after samples for metric name "${comment.name}"`, line);
    } else if (comment.kind === "help") {
      if (family.help !== void 0)
        return this.mend("duplicate_help", `second HELP line for metric name "${comment.name}"`, line);
      family.help = comment.text;
    } else family.unit ??= comment.text;
  }
  /** A sample's name in the order of lines. @throws ExpositionError in strict text when its family was interrupted. */
  sample(name, line) {
    if (name === this.lastName) return;
    this.lastName = name;
    const family = this.familyOf(name);
    if (name === family.name) family.hasOwnSample = true;
    else family.suffixed.add(name);
    if (family !== this.current && family.hasSamples && family.type !== void 0 && !family.isSplit) {
      family.isSplit = true;
      this.mend("split_family", `samples of metric family "${family.name}" are not contiguous`, line);
    }
    family.hasSamples = true;
    this.current = family;
  }
  finish() {
    const metadata = /* @__PURE__ */ new Map();
    for (const family of this.families.values()) {
      if (family.type !== void 0 && !family.hasSamples) this.repairs.add("type_without_samples");
      this.describe(family, metadata);
    }
    return { metadata, repairs: this.repairs.counts };
  }
  describe(family, metadata) {
    let name = family.name;
    let type = family.type ?? "unknown";
    const onlySuffix = !family.hasOwnSample && (type === "counter" ? "_total" : type === "info" ? "_info" : "");
    if (onlySuffix && family.suffixed.has(name + onlySuffix)) name += onlySuffix;
    if (this.isText && [...family.suffixed].some((full) => OPENMETRICS_ONLY.has(full.slice(family.name.length)))) {
      this.repairs.add("openmetrics_names");
    }
    const known = lookUp(name, type);
    if (known.type) {
      this.repairs.add("type_corrected");
      type = known.type;
    }
    const said = family.type !== void 0 || family.help !== void 0 || family.unit !== void 0;
    if (!said && known.steppedMs === void 0) return;
    const entry = { type, help: family.help ?? "", unit: family.unit ?? "" };
    if (known.steppedMs === void 0) metadata.set(name, entry);
    else {
      metadata.set(name, { ...entry, steppedMs: known.steppedMs });
      if (type === "summary") {
        for (const full of family.suffixed)
          if (!full.endsWith("_created")) metadata.set(full, { ...entry, type: "counter" });
      }
    }
  }
  family(name) {
    let family = this.families.get(name);
    if (!family) {
      family = {
        name,
        type: void 0,
        help: void 0,
        unit: void 0,
        suffixed: /* @__PURE__ */ new Set(),
        hasOwnSample: false,
        hasSamples: false,
        isSplit: false
      };
      this.families.set(name, family);
    }
    return family;
  }
  /** A family of the very name comes first (`x_created` typed on its own), then one whose type knows the suffix. */
  familyOf(name) {
    const own = this.families.get(name);
    if (own?.type !== void 0) return own;
    const match = SUFFIX.exec(name);
    if (match) {
      const base = this.families.get(match[1]);
      if (base?.type !== void 0 && SUFFIXES2[base.type]?.includes(match[2])) return base;
    }
    return own ?? this.family(name);
  }
  mend(kind, reason, line) {
    if (this.strict) throw syntaxError(reason, line);
    this.repairs.add(kind);
  }
};
var knownByName = /* @__PURE__ */ new Map();
var KNOWN_LIMIT = 2e4;
function lookUp(name, type) {
  const key = `${type} ${name}`;
  let known = knownByName.get(key);
  if (!known) {
    const corrected = correctedType(name, type);
    known = { type: corrected, steppedMs: steppedMs(name, corrected ?? type) };
    if (knownByName.size >= KNOWN_LIMIT) knownByName.clear();
    knownByName.set(key, known);
  }
  return known;
}

// backend-sidecar/src/scrape/ingest-structure.ts
var seen2 = new RefSet();
function restructure(scan, names) {
  const { words, count: count2 } = scan;
  const families = new FamilyTracker({ format: scan.format, strict: false });
  let lastName = -1;
  seen2.clear(count2);
  for (let row = 0, base = scan.wordOf(0); row < count2; row++, base += ROW_WORDS) {
    const flags = words[base + ROW_FLAGS];
    if (flags & FLAG_COMMENT) {
      families.comment(parseCommentLine(scan.cursorAt(base)));
      continue;
    }
    const name = words[base + ROW_NAME];
    if (name !== lastName) families.sample(names.name(name));
    lastName = name;
    const ref = words[base + ROW_REF];
    const repeats = ref !== 0 && !(flags & FLAG_TIMED) && !seen2.add(ref);
    words[base + ROW_FLAGS] = repeats ? flags | FLAG_DUPLICATE : flags & ~FLAG_DUPLICATE;
  }
  if (names.size > 2 * count2 + 1e3) renumber(scan, names);
  return families.finish();
}
function renumber(scan, names) {
  const { words, count: count2 } = scan;
  const kept = /* @__PURE__ */ new Map();
  const old = names.take();
  for (let row = 0, base = scan.wordOf(0); row < count2; row++, base += ROW_WORDS) {
    if (words[base + ROW_FLAGS] & FLAG_COMMENT) continue;
    const before = words[base + ROW_NAME];
    const after = kept.get(before) ?? names.number(old[before]);
    kept.set(before, after);
    words[base + ROW_NAME] = after;
  }
}

// backend-sidecar/src/scrape/ingest-cached.ts
var FUTILE_TRIES = 1e3;
var VERIFY_REFS_MS = 5 * 6e4;
var FORGET_REFS_MS = 30 * 6e4;
var NOTHING = {
  body: { address: 0, length: 0, size: 0 },
  rows: 0,
  rowsSize: 0,
  count: 0,
  format: "text"
};
var sharedScan;
var CachedIngester = class {
  appender;
  options;
  fallback;
  scan;
  resolver;
  output;
  buffer;
  names = new NameTable();
  lines;
  format;
  known = NOTHING;
  structuralRepairs = {};
  verifiedMs = 0;
  keptMs = 0;
  /** Nothing is known of the last body: then even an empty one is a change. */
  isForgetful = true;
  mustVerify = false;
  /** Rows of the known body whose series the store refused. */
  unresolved = 0;
  constructor(appender, options, fallback) {
    this.appender = appender;
    this.options = options;
    this.fallback = fallback;
    this.format = fallback;
    this.scan = sharedScan ??= new BodyScan();
    this.resolver = new SeriesResolver(appender, options);
    this.output = new ScrapeOutput(appender, options);
    this.buffer = new BodyBuffer(this.scan.kernel.memory, options.limits);
    this.lines = new LineReader(this.scan, this.resolver, this.names, appender, options.honorTimestamps);
  }
  begin(contentType, sizeHintBytes) {
    this.format = chooseFormat(contentType, this.fallback);
    this.buffer.begin(sizeHintBytes);
  }
  write(chunk) {
    this.buffer.write(chunk);
  }
  abort() {
    this.buffer.discard();
  }
  markStale(timestampMs) {
    this.output.markStale(timestampMs);
    this.mustVerify = true;
  }
  close() {
    this.buffer.discard();
    this.forget();
  }
  finish(timestampMs) {
    const bodyBytes = this.buffer.received;
    const body = this.buffer.take();
    try {
      if (this.known.format !== this.format) this.forget();
      this.verifyRefs(timestampMs);
      const result = this.ingest(body, timestampMs);
      this.keep(body);
      this.keptMs = timestampMs;
      return { ...result, bodyBytes };
    } catch (error) {
      this.scan.kernel.memory.release(body.address, body.size);
      if (!(error instanceof ExpositionError) || this.names.size > 2 * this.known.count + 1e4) this.forget();
      throw error;
    }
  }
  ingest(body, timestampMs) {
    const { scan } = this;
    const moved = scan.run(body, this.format, this.known) || this.isForgetful;
    const { pending, exemplars, reshaped } = this.lines.readLeftOver(moved);
    if (this.format === "openmetrics" && !scan.endsInEof) throw missingEof(scan.count);
    let tally = scan.tally();
    checkSampleLimit(tally.kept, this.options.limits);
    const noRoom = {};
    const resolved = this.resolve(pending, noRoom);
    const mayDiffer = moved || reshaped || resolved;
    if (mayDiffer) {
      const families = restructure(scan, this.names);
      this.structuralRepairs = families.repairs;
      this.output.setMetadata(families.metadata);
      tally = scan.tally();
    }
    const { refused, added } = this.output.commit(timestampMs, {
      ...scan.gather(),
      exemplars: this.tagged(exemplars),
      mayDiffer
    });
    for (const [reason, times] of Object.entries(noRoom)) refused[reason] = (refused[reason] ?? 0) + times;
    this.mustVerify = Object.keys(refused).length > 0;
    const repairs = new RepairCounts();
    LINE_REPAIRS.forEach((kind, bit) => repairs.add(kind, tally.repairs[bit]));
    repairs.add("duplicate_sample", tally.duplicates);
    repairs.addAll(this.structuralRepairs);
    return { scraped: tally.samples, postRelabel: tally.kept, added, repairs: repairs.counts, refused };
  }
  /** Finds the refs of new series, and of those that the store refused before. True when any row got one. */
  resolve(pending, noRoom) {
    const { words } = this.scan;
    const all = this.unresolved > 0 ? this.allUnresolved(pending) : pending;
    this.unresolved = 0;
    for (const { row, labels } of all) {
      const ref = this.unresolved < FUTILE_TRIES ? this.resolver.ref(labels) : "series_limit";
      if (typeof ref === "number") {
        const base = this.scan.wordOf(row);
        words[base + ROW_REF] = ref;
        words[base + ROW_FLAGS] &= ~FLAG_UNRESOLVED;
      } else {
        this.unresolved++;
        noRoom[ref] = (noRoom[ref] ?? 0) + 1;
      }
    }
    return this.unresolved < all.length;
  }
  allUnresolved(pending) {
    const { scan } = this;
    const read2 = new Map(pending.map(({ row, labels }) => [row, labels]));
    const all = [];
    for (let row = 0, base = scan.wordOf(0); row < scan.count; row++, base += ROW_WORDS) {
      if (!(scan.words[base + ROW_FLAGS] & FLAG_UNRESOLVED)) continue;
      const labels = read2.get(row) ?? this.resolver.finalLabels(parseSampleLine(scan.cursorAt(base)).labels).labels;
      if (labels) all.push({ row, labels });
    }
    return all;
  }
  tagged(exemplars) {
    const { words } = this.scan;
    const tagged = [];
    for (const { row, exemplar } of exemplars) {
      const base = this.scan.wordOf(row);
      const ref = words[base + ROW_REF];
      if (ref !== 0 && !(words[base + ROW_FLAGS] & FLAG_DUPLICATE)) tagged.push({ ref, exemplar });
    }
    return tagged;
  }
  /** Makes this body the one that the next is compared with. */
  keep(body) {
    const { scan, known } = this;
    const { memory } = scan.kernel;
    const rowsSize = memory.roundUp(scan.count * ROW_BYTES);
    let rows = known.rows;
    if (rowsSize !== known.rowsSize) {
      memory.release(known.rows, known.rowsSize);
      rows = memory.allocate(rowsSize);
    }
    memory.bytes.copyWithin(rows, scan.scratch.rows, scan.scratch.rows + scan.count * ROW_BYTES);
    memory.release(known.body.address, known.body.size);
    this.known = { body, rows, rowsSize, count: scan.count, format: this.format };
    this.isForgetful = false;
  }
  forget() {
    const { memory } = this.scan.kernel;
    memory.release(this.known.rows, this.known.rowsSize);
    memory.release(this.known.body.address, this.known.body.size);
    this.known = { ...NOTHING, format: this.format };
    this.isForgetful = true;
    this.names.take();
    this.unresolved = 0;
  }
  /** One dead ref makes the next body a first one: that is rare, and it cannot go wrong. */
  verifyRefs(timestampMs) {
    if (Math.abs(timestampMs - this.keptMs) >= FORGET_REFS_MS) this.forget();
    if (!this.mustVerify && Math.abs(timestampMs - this.verifiedMs) < VERIFY_REFS_MS) return;
    this.verifiedMs = timestampMs;
    const { words } = this.scan.kernel.memory;
    const first = this.known.rows >>> 2;
    for (let row = 0; row < this.known.count; row++) {
      const ref = words[first + row * ROW_WORDS + ROW_REF];
      if (ref !== 0 && !this.appender.isLive(ref)) return this.forget();
    }
  }
};

// backend-sidecar/src/scrape/ingest-plain.ts
var PlainIngester = class {
  options;
  fallback;
  resolver;
  output;
  chunks = [];
  received = 0;
  dialect;
  constructor(appender, options, fallback) {
    this.options = options;
    this.fallback = fallback;
    this.resolver = new SeriesResolver(appender, options);
    this.output = new ScrapeOutput(appender, options);
    this.dialect = { format: fallback, strict: options.strict };
  }
  begin(contentType) {
    this.abort();
    this.dialect = { format: chooseFormat(contentType, this.fallback), strict: this.options.strict };
  }
  write(chunk) {
    this.received += chunk.length;
    checkBodySize(this.received, this.options.limits);
    this.chunks.push(chunk.slice());
  }
  finish(timestampMs) {
    const body = Buffer.concat(this.chunks);
    this.abort();
    const repairs = new RepairCounts();
    const families = new FamilyTracker(this.dialect);
    const pending = [];
    let scraped = 0;
    parseExposition(body, this.dialect, {
      sample: (sample, line) => {
        scraped++;
        families.sample(sample.labels.metricName, line);
        const final = this.finalLabels(sample.labels, line);
        repairs.addBits(sample.repairs | sample.tail.repairs | final.repairs);
        if (final.labels) pending.push({ labels: final.labels, tail: sample.tail, line });
      },
      comment: (comment, line, bits) => {
        repairs.addBits(bits);
        families.comment(comment, line);
      }
    });
    checkSampleLimit(pending.length, this.options.limits);
    const { refused, added } = this.store(pending, timestampMs, repairs);
    const summary = families.finish();
    repairs.addAll(summary.repairs);
    this.output.setMetadata(summary.metadata);
    return { scraped, postRelabel: pending.length, added, bodyBytes: body.length, repairs: repairs.counts, refused };
  }
  abort() {
    this.chunks = [];
    this.received = 0;
  }
  markStale(timestampMs) {
    this.output.markStale(timestampMs);
  }
  close() {
    this.abort();
  }
  finalLabels(scraped, line) {
    try {
      return this.resolver.finalLabels(scraped);
    } catch (error) {
      throw error instanceof ExpositionError ? error.atLine(line) : error;
    }
  }
  store(pending, timestampMs, repairs) {
    const refs = new Uint32Array(pending.length);
    const values = new Float64Array(pending.length);
    const timed = { refs: [], values: [], times: [] };
    const exemplars = [];
    const seen3 = new RefSet();
    const noRoom = {};
    let length = 0;
    for (const { labels, tail, line } of pending) {
      const ref = this.resolver.ref(labels);
      if (typeof ref === "string") {
        noRoom[ref] = (noRoom[ref] ?? 0) + 1;
        continue;
      }
      if (this.options.honorTimestamps && tail.timestampMs !== void 0) {
        timed.refs.push(ref);
        timed.values.push(tail.value);
        timed.times.push(tail.timestampMs);
      } else if (seen3.add(ref)) {
        refs[length] = ref;
        values[length++] = tail.value;
      } else {
        if (this.options.strict) throw syntaxError(`duplicate sample for ${labels.toString()}`, line);
        repairs.add("duplicate_sample");
        continue;
      }
      if (tail.exemplar) exemplars.push({ ref, exemplar: tail.exemplar });
    }
    const result = this.output.commit(timestampMs, {
      batch: { refs: refs.subarray(0, length), values: values.subarray(0, length) },
      timed: {
        refs: Uint32Array.from(timed.refs),
        values: Float64Array.from(timed.values),
        times: Float64Array.from(timed.times)
      },
      exemplars,
      mayDiffer: true
    });
    for (const [reason, times] of Object.entries(noRoom))
      result.refused[reason] = (result.refused[reason] ?? 0) + times;
    return result;
  }
};

// backend-sidecar/src/testing/mutate-exposition.ts
var VALUES = [
  "0",
  "1",
  "-1",
  "42",
  "0.1",
  "16.666666666666668",
  "1.795317909542E9",
  "9007199254740993",
  "123456789012345678",
  "1e22",
  "1e23",
  "1.5e-320",
  "5e-324",
  "1.7976931348623157e308",
  "-0",
  "NaN",
  "+Inf",
  "-Inf",
  "-Infinity",
  "inf",
  "0x1.8p3",
  "1_000",
  "00012",
  ".5",
  "5.",
  "12345678901234567890123",
  "0.1e-70"
];
var BAD_VALUES = ["", "1e999", "abc", "--1", "1 2 3", "1e", "0x", "1\xE9"];
var TAILS = [
  "",
  "",
  "",
  "",
  " 1700000000000",
  ' # {trace_id="abc"} 0.5',
  ' 1700000001000 # {t="x"} 1 1700000000',
  " ",
  "\r"
];
var BAD_TAILS = [" 1700000000.5", " x", " 1 2", " #", " # {", " # {} x", "}"];
var LABELS = [
  'a="1"',
  'b="two words"',
  'c="q\\"uo\\\\te\\n"',
  'd="\u2603"',
  'e=""',
  'f="}"',
  'g="# x"',
  'h="a,b"',
  ' i = "sp"',
  '"j.k"="v"',
  'error="Failed"'
];
var NAMES = [
  "up",
  "pulsar_rate_in",
  "jvm_x_total",
  "x_bucket",
  "x_count",
  "x_sum",
  "x_created",
  "y:z",
  "pulsar_function_user_exception",
  "bookie_journal_JOURNAL_SYNC"
];
var COMMENTS = [
  "# TYPE x histogram",
  "# TYPE x counter",
  "# HELP x text",
  "# TYPE up gauge",
  "# free",
  "#",
  "",
  "# EOF",
  "# TYPE x word",
  "# UNIT x_s s",
  "# TYPE",
  "# HELP jvm_x_total \\\\ \\n",
  "  # TYPE y:z gauge"
];
function randomLine(random, spoil) {
  if (random.below(5) === 0) return random.pick(COMMENTS);
  const first = random.below(LABELS.length);
  const labels = Array.from(
    { length: random.below(4) },
    (_, i) => LABELS[(first + i * (spoil ? random.below(2) : 1)) % LABELS.length]
  );
  const comma = random.pick(["", "", "", ","]);
  const braces = labels.length > 0 ? `{${labels.join(random.pick([",", ", "]))}${comma}}` : random.pick(["", "", "{}"]);
  return `${random.pick(NAMES)}${braces}${random.pick([" ", " ", " ", "  ", "	"])}${randomValue(random, spoil)}${randomTail(random, spoil)}`;
}
function randomTail(random, spoil) {
  return spoil && random.below(30) === 0 ? random.pick(BAD_TAILS) : random.pick(TAILS);
}
function randomValue(random, spoil) {
  if (spoil && random.below(30) === 0) return random.pick(BAD_VALUES);
  const kind = random.below(60);
  if (kind < 20) return random.pick(VALUES);
  if (kind < 30) return String((random.next() - 0.5) * 10 ** (random.below(60) - 30));
  return String(random.below(1e6) / random.pick([1, 10, 1e3]));
}
function mutateExposition(random, lines) {
  const mutated = [...lines];
  const spoil = random.below(10) === 0;
  const edits = random.pick([0, 1, 1, 2, 5, 20]);
  for (let i = 0; i < edits; i++) {
    const at = random.below(mutated.length + 1);
    const line = mutated[at] ?? "";
    switch (random.below(spoil ? 16 : 14)) {
      case 0:
        mutated.splice(at, 0, randomLine(random, spoil));
        break;
      case 1:
        mutated.splice(at, 1 + random.below(3));
        break;
      case 2:
        mutated.splice(random.below(mutated.length + 1), 0, ...mutated.splice(at, random.below(12)));
        break;
      case 3:
        mutated.splice(at, 0, ...mutated.slice(at, at + random.below(4)));
        break;
      case 4:
        mutated[at] = randomLine(random, spoil);
        break;
      case 5:
        mutated.splice(at, 0, ...Array.from({ length: random.below(14) }, () => randomLine(random, spoil)));
        break;
      case 14:
        mutated[at] = line.slice(0, random.below(line.length + 1));
        break;
      case 15:
        mutated[at] = flip(random, line);
        break;
      default:
        if (!line.startsWith("#")) mutated[at] = withValue(random, line, spoil);
    }
  }
  return mutated.slice(0, 60);
}
function withValue(random, line, spoil) {
  const cut2 = /^(.*[ \t}])\S+[ \r]*$/.exec(line);
  return cut2 ? `${cut2[1]}${randomValue(random, spoil)}${random.below(20) === 0 ? randomTail(random, spoil) : ""}` : line;
}
function flip(random, line) {
  const at = random.below(line.length + 1);
  return line.slice(0, at) + String.fromCharCode(random.below(256)) + line.slice(at + random.below(2));
}

// backend-sidecar/src/testing/recording-appender.ts
var RecordingAppender = class {
  /** One line a call: `name{…} value @time`, `… stale @time`, `… exemplar …`. */
  log = [];
  metadata = /* @__PURE__ */ new Map();
  batches = [];
  /** New series are refused beyond this many. */
  seriesLimit = Infinity;
  /** Refs in the order of their creation may be wanted different between two appenders. */
  nextRef;
  layouts = 0;
  refs = /* @__PURE__ */ new Map();
  labels = /* @__PURE__ */ new Map();
  shown = /* @__PURE__ */ new Map();
  constructor(firstRef = 1) {
    this.nextRef = firstRef;
  }
  seriesRef(labels) {
    const key = labels.key();
    let ref = this.refs.get(key);
    if (ref === void 0) {
      if (this.refs.size >= this.seriesLimit) throw new ObservatoryError("OBS_STORE_SERIES_LIMIT", "too many series");
      ref = this.nextRef++;
      this.refs.set(key, ref);
      this.labels.set(ref, labels);
      this.shown.set(ref, labels.toString());
    }
    return ref;
  }
  newLayoutId() {
    return ++this.layouts;
  }
  appendBatch(batch) {
    const words = new Uint32Array(batch.values.buffer, batch.values.byteOffset, 2 * batch.length);
    for (let i = 0; i < batch.length; i++) {
      this.log.push(
        `${this.name(batch.refs[i])} ${show(batch.values[i], words[2 * i + 1], words[2 * i])} @${batch.timestampMs}`
      );
    }
    this.batches.push({ layoutId: batch.layoutId, layoutVersion: batch.layoutVersion, length: batch.length });
    return {
      appended: batch.length,
      refused: { out_of_order: 0, out_of_bounds: 0, duplicate: 0, series_limit: 0, memory_limit: 0 }
    };
  }
  append(ref, timestampMs, value) {
    this.log.push(`${this.name(ref)} ${Object.is(value, -0) ? "-0" : value} @${timestampMs} timed`);
    return void 0;
  }
  appendStale(ref, timestampMs) {
    this.log.push(`${this.name(ref)} stale @${timestampMs}`);
  }
  appendExemplar(ref, exemplar) {
    this.log.push(
      `${this.name(ref)} exemplar ${exemplar.labels.toString()} ${exemplar.value} @${exemplar.timestampMs}`
    );
  }
  setMetadata(metricName, metadata) {
    this.metadata.set(metricName, metadata);
  }
  isLive(ref) {
    return this.labels.has(ref);
  }
  /** The store forgets a series; its ref never comes back. */
  drop(labels) {
    const ref = this.refs.get(labels.key());
    if (ref === void 0) return;
    this.refs.delete(labels.key());
    this.labels.delete(ref);
    this.shown.set(ref, `dropped ${labels.toString()}`);
  }
  /** Label sets of all series it holds. */
  seriesNames() {
    return [...this.labels.values()];
  }
  /** What was recorded since the last call. */
  take() {
    const taken = this.log;
    this.log = [];
    return taken;
  }
  name(ref) {
    return this.shown.get(ref) ?? `unknown ref ${ref}`;
  }
};
function show(value, high, low) {
  if (Number.isNaN(value)) return high === 2146435072 && low === 2 ? "STALE BITS" : "NaN";
  return Object.is(value, -0) ? "-0" : String(value);
}

// backend-sidecar/src/testing/seeded-random.ts
var SeededRandom = class {
  state;
  constructor(seed) {
    this.state = seed >>> 0;
  }
  /** In [0, 1). */
  next() {
    this.state = this.state + 1831565813 >>> 0;
    let t2 = this.state;
    t2 = Math.imul(t2 ^ t2 >>> 15, t2 | 1);
    t2 ^= t2 + Math.imul(t2 ^ t2 >>> 7, t2 | 61);
    return ((t2 ^ t2 >>> 14) >>> 0) / 4294967296;
  }
  /** An integer in [0, below). */
  below(below) {
    return Math.floor(this.next() * below);
  }
  pick(items) {
    return items[this.below(items.length)];
  }
};

// backend-sidecar/src/testing/fuzz-exposition.ts
var BODIES_PER_TARGET = 40;
function fuzzExposition(bodies, seed) {
  const random = new SeededRandom(seed);
  const report = { bodies: 0, refused: 0, samples: 0, repairs: {} };
  while (report.bodies < bodies) fuzzTarget(random, Math.min(BODIES_PER_TARGET, bodies - report.bodies), seed, report);
  return report;
}
function fuzzTarget(random, bodies, seed, report) {
  const options = randomOptions(random);
  const appenders = [new RecordingAppender(), new RecordingAppender()];
  if (random.below(25) === 0) for (const appender of appenders) appender.seriesLimit = 25;
  const cached = new CachedIngester(appenders[0], options, "text");
  const plain = new PlainIngester(appenders[1], options, "text");
  let lines = Array.from({ length: random.below(50) }, () => randomLine(random, false));
  let isOpenMetrics = random.below(3) === 0;
  let timestampMs = 17e11;
  for (let i = 0; i < bodies; i++) {
    const next = mutateExposition(random, lines);
    if (random.below(100) === 0) isOpenMetrics = !isOpenMetrics;
    const body = encode(random, next, isOpenMetrics);
    const type = isOpenMetrics ? "application/openmetrics-text" : "text/plain";
    timestampMs += random.below(40) === 0 ? 36e5 : 15e3;
    const cuts = [random.below(body.length + 1), random.below(body.length + 1)].sort((a, b) => a - b);
    const outcomes = [cached, plain].map((ingester) => read(ingester, type, body, cuts, timestampMs));
    const logs = appenders.map((appender) => appender.take());
    const metadata = appenders.map((appender) => [...appender.metadata]);
    if (!isDeepStrictEqual(outcomes[0], outcomes[1]) || !isDeepStrictEqual(logs[0], logs[1]) || !isDeepStrictEqual(metadata[0], metadata[1])) {
      throw new Error(
        `readers differ: seed ${seed}, body ${report.bodies} (${i} of its target)
${difference(outcomes, logs, metadata)}
${body.toString()}`
      );
    }
    const failed = count(outcomes[0], report);
    if (!failed || random.below(50) === 0) lines = next;
    if (!failed && random.below(50) > 0) continue;
    for (const ingester of [cached, plain]) ingester.markStale(timestampMs + 1);
    if (random.below(4) === 0) forgetSome(random, appenders);
  }
  cached.close();
}
function count(outcome, report) {
  report.bodies++;
  if ("message" in outcome) {
    report.refused++;
    return true;
  }
  report.samples += outcome.scraped;
  for (const [kind, times] of Object.entries(outcome.repairs))
    report.repairs[kind] = (report.repairs[kind] ?? 0) + times;
  return false;
}
function randomOptions(random) {
  const drop = random.below(4) === 0;
  const collide = random.below(4) === 0;
  const relabel = (scraped) => {
    if (drop && scraped.metricName === "x_sum") return void 0;
    return collide ? scraped.without(/* @__PURE__ */ new Set(["a"])) : scraped.with("job", "fuzz");
  };
  return {
    mutateLabels: relabel,
    honorTimestamps: random.below(2) === 0,
    trackTimestampsStaleness: random.below(2) === 0,
    limits: {
      sampleLimit: random.below(20) === 0 ? 50 : 0,
      labelLimit: random.below(20) === 0 ? 4 : 0,
      labelNameLengthLimit: 0,
      labelValueLengthLimit: 0,
      bodySizeLimitBytes: 0
    },
    strict: false
  };
}
function encode(random, lines, isOpenMetrics) {
  const all = isOpenMetrics && random.below(20) > 0 ? [...lines.filter((line) => line !== "# EOF"), "# EOF"] : lines;
  const text = all.join(random.below(40) === 0 ? "\r\n" : "\n") + (random.below(5) === 0 ? "" : "\n");
  const body = Buffer.from(text, random.below(50) === 0 ? "latin1" : "utf8");
  return random.below(60) === 0 ? body.subarray(0, random.below(body.length + 1)) : body;
}
function read(ingester, type, body, cuts, timestampMs) {
  ingester.begin(type, body.length);
  for (const chunk of [body.subarray(0, cuts[0]), body.subarray(cuts[0], cuts[1]), body.subarray(cuts[1])])
    ingester.write(chunk);
  try {
    return ingester.finish(timestampMs);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    return { code: error.code, line: "line" in error ? error.line : void 0, message: error.message };
  }
}
function forgetSome(random, appenders) {
  const names = appenders[0].seriesNames();
  const dropped = names.filter(() => random.below(4) === 0);
  for (const appender of appenders) for (const labels of dropped) appender.drop(labels);
}
function difference(outcomes, logs, metadata) {
  const at = logs[0].findIndex((line, i) => line !== logs[1][i]);
  return JSON.stringify(
    {
      cached: outcomes[0],
      plain: outcomes[1],
      logLengths: logs.map((log) => log.length),
      firstLog: logs.map((log) => log.slice(Math.max(0, at), at + 3)),
      metadata: isDeepStrictEqual(metadata[0], metadata[1]) ? "equal" : metadata
    },
    null,
    1
  );
}

// ../../tmp/ingest-helper/soak.ts
var n = Number(process.argv[2]);
var t = process.cpuUsage();
var r = fuzzExposition(n, Number(process.argv[3] ?? 1));
var u = process.cpuUsage(t);
console.log(r, (u.user + u.system) / 1e6, "cpu s", process.memoryUsage().rss / 1e6, "MB rss");
