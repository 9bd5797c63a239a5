// Search, on Pagefind's index: in a dialog, and on the page /search/. All that comes from a query or
// from the index is put into the page as text; marked words are elements made here.

const PAGE = 10;
// The index holds each Chinese, Japanese or Korean character as a word; see src/autoblog/search.py.
const HAN = "[\\u2e80-\\u9fff\\uac00-\\ud7a3\\u{20000}-\\u{3ffff}]";
const IDEOGRAPH = new RegExp(HAN, "gu");
const IDEOGRAPHS = new RegExp(`^${HAN}+$`, "u");
const APART = new RegExp(`(${HAN}(?:</mark>)?) +(?=(?:<mark>)?${HAN})`, "gu");
const ENTITIES = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&#x27;": "'", "&amp;": "&" };

let pagefind;
const load = (index) => (pagefind ??= import(`${index}pagefind.js`).then(async (module) => {
  await module.options({ baseUrl: "/", excerptLength: 28 });
  await module.init();
  return module;
}));

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

/** A query as the index has it; ideographs alone are looked for as they follow one another. */
const termOf = (words) => {
  const apart = words.replace(IDEOGRAPH, " $& ");
  return IDEOGRAPHS.test(words) ? `"${apart.trim()}"` : apart;
};

/** An excerpt's text, its marked words as elements. */
const excerptOf = (html) => html.replace(APART, "$1").split(/(<mark>.*?<\/mark>)/s).map((part) => {
  const isMarked = part.startsWith("<mark>");
  const text = (isMarked ? part.slice(6, -7) : part).replace(/&[#a-z0-9]+;/g, (name) => ENTITIES[name] ?? name);
  return isMarked ? make("mark", { textContent: text }) : text;
});

const rowOf = ({ url, excerpt, meta }) => make("li", {},
  make("a", { href: url, textContent: meta.title }),
  make("small", { textContent: `${meta.section} · ${meta.date}` }),
  make("p", {}, ...excerptOf(excerpt)));

/** The form and its results; returns the field to type into. */
const build = (place, index, onQuery = () => {}) => {
  const id = `_q${document.querySelectorAll(".search input").length}`;
  const field = make("input", { type: "search", name: "q", id, autocomplete: "off", enterKeyHint: "search" });
  const section = make("select", { name: "section" }, make("option", { value: "", textContent: "All sections" }));
  const order = make("select", { name: "sort" }, make("option", { value: "", textContent: "Most relevant" }), make("option", { value: "date", textContent: "Newest" }));
  section.setAttribute("aria-label", "Section");
  order.setAttribute("aria-label", "Order");
  const status = make("p", { className: "none" });
  status.setAttribute("role", "status");
  const list = make("ol");
  const more = make("button", { type: "button", textContent: "Show more", hidden: true });
  const form = make("form", { action: place.dataset.action ?? "" }, make("label", { htmlFor: id, textContent: "Search the articles" }), field, section, order);
  form.setAttribute("role", "search");
  place.replaceChildren(form, status, list, more);

  let found = [];
  let asked = 0;
  const showMore = async () => {
    const mine = asked;
    const start = list.childElementCount;
    const rows = await Promise.all(found.slice(start, start + PAGE).map((one) => one.data()));
    if (mine !== asked) return;
    list.append(...rows.map(rowOf));
    more.hidden = list.childElementCount >= found.length;
    return list.children[start];
  };
  const ask = async () => {
    const mine = ++asked;
    const words = field.value.trim();
    onQuery(words);
    if (!words) {
      list.replaceChildren();
      status.textContent = "";
      more.hidden = true;
      return;
    }
    try {
      const engine = await load(index);
      const filters = section.value ? { section: section.value } : {};
      const sort = order.value ? { date: "desc" } : undefined;
      const answer = await engine.search(termOf(words), { filters, sort });
      if (mine !== asked) return;
      found = answer.results;
      list.replaceChildren();
      await showMore();
      if (mine !== asked) return;
      const count = found.length === 1 ? "1 article" : `${found.length || "No"} articles`;
      status.textContent = `${count} for “${words}”`;
    } catch {
      status.textContent = "The search could not be loaded. The archive lists every article.";
    }
  };
  let timer;
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 150); });
  // Not of the whole form: the field changes when it is left, and that would take the results away.
  for (const choice of [section, order]) choice.addEventListener("change", ask);
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(timer); ask(); });
  more.addEventListener("click", async () => (await showMore())?.querySelector("a").focus());
  place.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.target.tagName === "SELECT") return;
    const stops = [field, ...list.querySelectorAll("a")];
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (next) { event.preventDefault(); next.focus(); }
  });
  field.addEventListener("focus", async () => {
    if (section.options.length > 1) return;
    const { section: counts = {} } = await (await load(index)).filters();
    if (section.options.length > 1) return;
    section.append(...Object.entries(counts).map(([name, count]) => make("option", { value: name, textContent: `${name} (${count})` })));
  });
  return { field, ask };
};

const useStyle = (href) => {
  if (!document.querySelector(`link[href="${href}"]`)) document.head.append(make("link", { rel: "stylesheet", href }));
};

let dialog;
export const openDialog = ({ index, style }) => {
  if (!dialog) {
    const place = make("div", { className: "search" });
    const close = make("button", { type: "button", className: "close", textContent: "Close" });
    dialog = make("dialog", { className: "find-dialog" }, close, place);
    dialog.setAttribute("aria-label", "Search");
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    useStyle(style);
    document.body.append(dialog);
    build(place, index);
  }
  dialog.showModal();
  const field = dialog.querySelector("input");
  field.focus();
  field.select();
};

// The page to search from has a plain form, which this one takes the place of, as it stands.
const place = document.querySelector("main .search");
if (place) {
  const { index, style } = document.querySelector(".find").dataset;
  const plain = place.querySelector("input");
  const hasFocus = document.activeElement === plain;
  useStyle(style);
  const { field, ask } = build(place, index, (words) => {
    const url = new URL(location.href);
    if (words) url.searchParams.set("q", words); else url.searchParams.delete("q");
    history.replaceState(history.state, "", url);
  });
  field.value = plain.value || (new URLSearchParams(location.search).get("q") ?? "");
  if (hasFocus) field.focus();
  if (field.value) ask();
}
