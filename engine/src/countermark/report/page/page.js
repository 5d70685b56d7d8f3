"use strict";
// Draws the suspects from the embedded data. Texts are only ever set as text: nothing of a listing becomes markup.
(() => {
  const STEP = 40;
  const BANDS = ["high", "medium", "low"];
  const FILTERS = ["text", "band", "brand", "signal"];
  const SVG = "http://www.w3.org/2000/svg";
  const suspects = JSON.parse(document.getElementById("data").textContent);
  const board = document.getElementById("board");
  if (!suspects.length) return;

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== "") made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function drawing(attributes, ...shapes) {
    const made = document.createElementNS(SVG, "svg");
    for (const [key, value] of Object.entries({ "aria-hidden": "true", focusable: "false", ...attributes })) made.setAttribute(key, value);
    for (const [name, facts] of shapes) {
      const shape = document.createElementNS(SVG, name);
      for (const [key, value] of Object.entries(facts)) shape.setAttribute(key, value);
      made.append(shape);
    }
    return made;
  }

  const plain = (parts) => parts.map((part) => (typeof part === "string" ? part : plain(part.p ?? [part[0]]))).join("");
  const signed = (weight) => (weight < 0 ? "\u2212" : "+") + Math.abs(weight).toFixed(2);
  const counted = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

  // A text as it came: strings, boxes for what nobody sees, marks. `signals` are those that the marks refer to.
  function drawn(parts, signals = []) {
    return parts.map((part) => {
      if (typeof part === "string") return part;
      if (Array.isArray(part)) return element("span", { class: "box", title: part[1] }, part[0]);
      const pointing = part.s.map((at) => signals[at]);
      const classes = [pointing[0].weight < 0 ? "lowers" : "", pointing.length > 1 ? "several" : ""].join(" ").trim();
      const title = [...new Set(pointing.map((signal) => plain(signal.fact) || signal.spoken))].join(" \u00b7 ");
      const kinds = [...new Set(part.e.map((at) => signals[at].kind))];
      const labels = kinds.map((kind) => element("bdi", { class: "kind", dir: "ltr" }, kind));
      return element("mark", { class: classes, title }, ...drawn(part.p), ...labels);
    });
  }

  function isolated(parts, signals, lang = "") {
    return element("bdi", { dir: "auto", lang }, ...drawn(parts, signals));
  }

  // ---- one suspect -------------------------------------------------------------------------------------------------

  const heaviest = Math.max(1, ...suspects.flatMap((one) => one.signals.filter((s) => !s.hidden).map((s) => Math.abs(s.weight))));

  function weightBar(weight) {
    const width = (50 * Math.min(Math.abs(weight), heaviest)) / heaviest;
    return drawing(
      {},
      ["rect", { class: weight < 0 ? "down" : "up", x: `${weight < 0 ? 50 - width : 50}%`, y: "20%", width: `${width}%`, height: "60%" }],
      ["line", { class: "zero", x1: "50%", x2: "50%", y1: "0", y2: "100%" }],
    );
  }

  function signalRow(signal) {
    const fact = element("td", { class: "fact" }, isolated(signal.fact));
    if (signal.place) fact.append(" ", element("span", { class: "where" }, signal.place));
    return element(
      "tr", {},
      element("th", { scope: "row" }, signal.spoken), fact,
      element("td", { class: "weight" }, signed(signal.weight)),
      element("td", { class: "drawn" }, weightBar(signal.weight)),
    );
  }

  function signalTable(one) {
    const head = element(
      "tr", {},
      element("th", { scope: "col" }, "Signal"), element("th", { scope: "col" }, "Fact"),
      element("th", { scope: "col", class: "weight" }, "Log-odds"),
      element("th", { scope: "col" }, element("span", { class: "unseen" }, "Drawn")),
    );
    const sum = element(
      "tr", { class: "sum" },
      element("th", { scope: "row" }, "Together"), element("td", { class: "fact" }, `score ${one.score_text}`),
      element("td", { class: "weight" }, signed(one.total)), element("td", { class: "drawn" }),
    );
    const rows = one.signals.filter((signal) => !signal.hidden).map(signalRow);
    return element("table", { class: "signals" }, element("thead", {}, head), element("tbody", {}, ...rows, sum));
  }

  function whyOf(one, open) {
    const summary = element("summary", {}, `${counted(one.signals.length, "signal", "signals")}, together ${signed(one.total)}`);
    const why = element("details", { class: "why" }, summary);
    // The table is made when it is first looked at: most are not.
    const fill = () => {
      if (!why.open || why.children.length > 1) return;
      why.append(signalTable(one));
      if (one.rights.length) why.append(element("p", { class: "aside" }, "Rights: ", isolated(one.rights)));
    };
    why.addEventListener("toggle", fill);
    why.open = open;
    fill();
    return why;
  }

  function priceOf(one) {
    const cell = element("div", { class: "price" });
    if (one.price_text) cell.append(element("p", { class: "asks" }, element("span", { class: "unseen" }, "Price "), one.price_text));
    if (!one.range) return cell;
    const { asks, low, high, asks_text, range_text } = one.range;
    const at = (amount) => 2 + (96 * amount) / (Math.max(asks, high) * 1.05);
    cell.append(
      drawing(
        {},
        ["line", { class: "axis", x1: "0", x2: "100%", y1: "11", y2: "11" }],
        ["rect", { class: "genuine-band", x: `${at(low)}%`, width: `${Math.max(at(high) - at(low), 1.5)}%`, y: "6", height: "10", rx: "2" }],
        ["circle", { class: "asked", cx: `${at(asks)}%`, cy: "11", r: "5.5" }],
      ),
      element("p", { class: "genuine" }, (asks_text === one.price_text ? "" : `${asks_text} against `) + `genuine ${range_text}`),
    );
    return cell;
  }

  function metaOf(one) {
    const line = element("p", { class: "meta" });
    const item = (label, parts) => { if (parts.length) line.append(element("span", {}, label, isolated(parts))); };
    item("", one.brand);
    item("seller ", one.seller.length && one.seller_kind.length ? [...one.seller, ", ", ...one.seller_kind] : one.seller);
    item("", one.marketplace);
    item("", one.condition);
    item("", one.category);
    item("listing ", one.id);
    if (one.url) line.append(element("a", { href: one.url, rel: "noreferrer", target: "_blank" }, "open the listing"));
    return line;
  }

  function card(one, open) {
    const title = element("h3", { id: `suspect-${one.row}` }, isolated(one.title, one.signals, one.language));
    const fields = one.fields.map(([label, parts]) =>
      element("p", { class: "field" }, element("span", { class: "label" }, label), isolated(parts, one.signals, one.language)));
    const band = element("span", { class: BANDS.includes(one.band) ? `band ${one.band}` : "band" }, one.band);
    const bar = drawing({}, ["rect", { width: `${100 * one.score}%`, height: "100%" }]);
    return element(
      "li", {},
      element(
        "article", { class: "suspect", "aria-labelledby": `suspect-${one.row}` },
        element("div", { class: "verdict" }, element("span", { class: "score" }, element("span", { class: "unseen" }, "Score "), one.score_text), bar, band),
        element("div", { class: "what" }, title, element("p", { class: "reason" }, isolated(one.reason))),
        priceOf(one),
        element("div", { class: "rest" }, ...fields, metaOf(one), whyOf(one, open)),
      ),
    );
  }

  // ---- filter and order ----------------------------------------------------------------------------------------------

  const folded = (text) => text.normalize("NFKC").toLowerCase();
  for (const one of suspects) {
    const texts = [one.title, one.reason, one.seller, one.id, one.brand, one.marketplace, one.category, ...one.fields.map(([, parts]) => parts)];
    one.words = folded(texts.map(plain).join("\n"));
    one.names = one.signals.map((signal) => signal.name);
  }

  const currencies = new Map();
  for (const one of suspects) if (one.price !== null) currencies.set(one.currency, (currencies.get(one.currency) ?? 0) + 1);
  // Amounts in different currencies cannot be compared: the most frequent currency comes first, no price at all last.
  const frequency = (one) => (one.price === null ? Infinity : -currencies.get(one.currency));
  const byPrice = (sign) => (a, b) =>
    frequency(a) - frequency(b) || a.currency.localeCompare(b.currency) || sign * ((a.price ?? 0) - (b.price ?? 0));
  const ORDERS = {
    "score": ["Score", (a, b) => b.score - a.score],
    "cheap": ["Price, lowest first", byPrice(1)],
    "dear": ["Price, highest first", byPrice(-1)],
    "brand": ["Brand", (a, b) => plain(a.brand).localeCompare(plain(b.brand)) || b.score - a.score],
    "row": ["Order of the input", () => 0],
  };

  function choice(label, name, options) {
    const list = element("select", { name }, ...options.map(([value, text]) => new Option(text, value)));
    return element("label", {}, label, list);
  }

  function facet(key, all, label, order) {
    const counts = new Map();
    for (const one of suspects) for (const value of new Set(key(one))) counts.set(value, (counts.get(value) ?? 0) + 1);
    const options = [...counts].map(([value, number]) => [value, label(value), number]);
    return [["", all], ...options.sort(order).map(([value, text, number]) => [value, `${text} (${number.toLocaleString("en")})`])];
  }

  // `disguised_mark` stands for all its kinds; `disguised_mark.zero_width` for one.
  const families = (one) => one.names.filter(Boolean).flatMap((name) => (name.includes(".") ? [name.slice(0, name.indexOf(".")), name] : [name]));
  const spoken = new Map(suspects.flatMap((one) => one.signals.map((signal) => [signal.name, signal.spoken])));
  const spokenFamily = (name) => spoken.get(name) ?? `${name[0].toUpperCase()}${name.slice(1).replaceAll("_", " ")}: any`;
  const brands = new Map(suspects.map((one) => [one.brand_id, plain(one.brand)]));
  const byLabel = (a, b) => a[1].localeCompare(b[1]);
  const byValue = (a, b) => (a[0] < b[0] ? -1 : 1);
  const byRank = (a, b) => BANDS.indexOf(a[0]) - BANDS.indexOf(b[0]);

  const filters = element(
    "form", { class: "filters", role: "search", "aria-label": "Filter the suspects", autocomplete: "off" },
    element(
      "div", { class: "row" },
      element("label", {}, "Search", element("input", { type: "search", name: "text", placeholder: "Title, reason, seller, id" })),
      choice("Band", "band", facet((one) => [one.band], "All bands", (band) => band, byRank)),
      choice("Brand", "brand", facet((one) => [one.brand_id], "All brands", (id) => brands.get(id), byLabel)),
      choice("Signal", "signal", facet(families, "All signals", spokenFamily, byValue)),
      choice("Order", "order", Object.entries(ORDERS).map(([value, [text]]) => [value, text])),
    ),
  );
  const status = element("p", { role: "status" });
  const clear = element("button", { type: "button", hidden: "hidden" }, "Clear filters");
  const openAll = element("button", { type: "button", "aria-pressed": "false" }, "Show signals");
  const fold = element("button", { type: "button", class: "fold", "aria-expanded": "false" }, "Filters");
  filters.append(element("div", { class: "line" }, status, clear, openAll, fold));
  const list = element("ol", { class: "suspects" });
  const none = element("p", { class: "none", hidden: "hidden" }, "No suspect matches.");
  const more = element("button", { type: "button", class: "more" });
  board.append(filters, list, none, more);

  let matching = [];
  const field = (name) => filters.elements.namedItem(name);
  const opened = () => openAll.getAttribute("aria-pressed") === "true";

  function showMore() {
    const from = list.children.length;
    list.append(...matching.slice(from, from + STEP).map((one) => card(one, opened())));
    const left = matching.length - list.children.length;
    more.hidden = left <= 0;
    more.textContent = `Show ${Math.min(STEP, left)} more`;
  }

  function apply() {
    const words = folded(field("text").value).split(/\s+/).filter(Boolean);
    const band = field("band").value, brand = field("brand").value, signal = field("signal").value;
    matching = suspects.filter((one) =>
      (!band || one.band === band) && (!brand || one.brand_id === brand)
      && (!signal || one.names.some((name) => name === signal || name.startsWith(`${signal}.`)))
      && words.every((word) => one.words.includes(word)));
    const order = ORDERS[field("order").value][1];
    matching.sort((a, b) => order(a, b) || a.row - b.row);
    list.replaceChildren();
    showMore();
    none.hidden = matching.length > 0;
    clear.hidden = !(words.length || band || brand || signal);
    status.textContent = matching.length === suspects.length
      ? counted(suspects.length, "suspect", "suspects")
      : `${matching.length.toLocaleString("en")} of ${counted(suspects.length, "suspect", "suspects")}`;
  }

  let waiting = 0;
  filters.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (event.target === field("text")) waiting = setTimeout(apply, 80);
    else apply();
  });
  filters.addEventListener("submit", (event) => event.preventDefault());
  clear.addEventListener("click", () => {
    for (const name of FILTERS) field(name).value = "";
    apply();
    field("text").focus();
  });
  openAll.addEventListener("click", () => {
    openAll.setAttribute("aria-pressed", String(!opened()));
    openAll.textContent = opened() ? "Hide signals" : "Show signals";
    for (const why of list.querySelectorAll("details.why")) why.open = opened();
  });
  fold.addEventListener("click", () => fold.setAttribute("aria-expanded", String(filters.classList.toggle("open"))));
  more.addEventListener("click", () => {
    const from = list.children.length;
    showMore();
    // The keyboard goes on where the new ones begin.
    list.children[from]?.querySelector("summary")?.focus();
  });
  new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) showMore(); }, { rootMargin: "600px" }).observe(more);

  for (const bar of document.querySelectorAll("a[data-facet]")) {
    bar.addEventListener("click", () => {
      const chosen = field(bar.dataset.facet);
      for (const name of FILTERS) field(name).value = "";
      chosen.value = bar.dataset.value;
      if (chosen.selectedIndex < 0) chosen.value = "";
      apply();
    });
  }
  window.addEventListener("beforeprint", () => { for (const why of list.querySelectorAll("details.why")) why.open = true; });
  apply();
})();
