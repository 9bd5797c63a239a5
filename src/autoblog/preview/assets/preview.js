// The preview's part in the browser: reload, swap of style sheets, problems, the bar. It stands in no
// built file; the server adds it to what it sends.
(() => {
  const own = document.currentScript;
  const desk = "/_autoblog/";
  const path = decodeURIComponent(location.pathname);
  const asked = encodeURIComponent(path);
  let { page, rest } = own.dataset;
  let source = null;
  let problems = "";
  let barFor = null;

  // What the session remembers, so that a reload is not noticed.
  const recall = (key) => { try { return sessionStorage.getItem(`autoblog ${key}`); } catch { return null; } };
  const remember = (key, value) => { try { sessionStorage.setItem(`autoblog ${key}`, value); } catch { /* private windows refuse */ } };

  const host = document.createElement("autoblog-preview");
  const root = host.attachShadow({ mode: "open" });
  root.innerHTML = `<link rel="stylesheet" href="${desk}preview.css">
<div class="cover" hidden><section role="alertdialog" aria-label="Problems of the site"><div class="found"></div><button class="close">Show the page <kbd>Esc</kbd></button></section></div>
<div class="bar" role="region" aria-label="Preview" hidden><button class="count" hidden></button><div class="about"></div><span class="busy" role="status"></span></div>`;
  const at = (selector) => root.querySelector(selector);
  const bar = at(".bar"), about = at(".about"), count = at(".bar > .count"), cover = at(".cover"), found = at(".found");
  at("link").addEventListener("load", () => { host.dataset.ready = ""; });
  document.documentElement.append(host);

  const scrollBack = () => {
    const [where, x, y] = (recall("scroll") || "").split("\n");
    if (where === path) scrollTo({ left: Number(x), top: Number(y), behavior: "instant" });
  };
  const leave = (go) => {
    remember("scroll", [path, scrollX, scrollY].join("\n"));
    source?.close();
    go();
  };
  scrollBack();
  addEventListener("load", () => { scrollBack(); remember("scroll", ""); });

  const showBar = () => { bar.hidden = path === desk || (recall("bar") === "hidden" && !problems); };
  const loadBar = async (key) => {
    if (barFor === key || path === desk) return;
    barFor = key;
    // The page may be left, or the server ended, before it answers.
    const html = await fetch(`${desk}bar?path=${asked}`)
      .then((answer) => (answer.ok ? answer.text() : undefined)).catch(() => undefined);
    if (html === undefined || barFor !== key) return;
    about.innerHTML = html;
    const details = about.querySelector("details");
    if (details) {
      details.open = recall("open") === "yes" && !problems;
      details.addEventListener("toggle", () => { if (!problems) remember("open", details.open ? "yes" : ""); });
    }
    showBar();
  };

  const showProblems = (html) => {
    if (html === problems) return;
    problems = html;
    found.innerHTML = html;
    cover.hidden = count.hidden = !html;
    // What the bar unfolds would lie over the problems.
    const details = about.querySelector("details");
    if (details) details.open = recall("open") === "yes" && !html;
    count.textContent = found.querySelector(".count")?.textContent || "";
    showBar();
  };
  at(".close").addEventListener("click", () => { cover.hidden = true; });
  count.addEventListener("click", () => { cover.hidden = !cover.hidden; });

  const sheets = () => [...document.querySelectorAll('link[rel~="stylesheet"]:not([data-leaving])')];
  const before = new WeakMap();
  const swap = (link, address) => {
    if (link.getAttribute("href") === address) return;
    const next = link.cloneNode();
    next.setAttribute("href", address);
    link.dataset.leaving = "";
    // The old ones go when the new one is there, so that the page is never bare.
    const old = [...(before.get(link) || []), link];
    before.set(next, old);
    for (const end of ["load", "error"]) next.addEventListener(end, () => old.forEach((gone) => gone.remove()));
    link.after(next);
  };

  const heed = (news) => {
    delete host.dataset.lost;
    host.toggleAttribute("data-building", news.building);
    if (news.goto) return leave(() => location.replace(news.goto));
    if (news.page !== page) {
      const links = sheets();
      if (news.rest !== rest || links.length !== news.styles.length) return leave(() => location.reload());
      page = news.page;
    }
    sheets().forEach((link, index) => { if (index in news.styles) swap(link, news.styles[index]); });
    showProblems(news.overlay);
    if (!news.building) loadBar(news.bar);
  };

  const listen = () => {
    source = new EventSource(`${desk}events?path=${asked}`);
    source.onmessage = (event) => heed(JSON.parse(event.data));
    source.onerror = () => {
      host.dataset.lost = "";
      if (source?.readyState === EventSource.CLOSED) setTimeout(attend, 2000);
    };
  };
  // A page that nobody sees holds no connection: browsers have but six for each host.
  const attend = () => {
    source?.close();
    source = null;
    if (!document.hidden) listen();
  };
  document.addEventListener("visibilitychange", attend);
  addEventListener("pageshow", (event) => { if (event.persisted) attend(); });
  addEventListener("pagehide", () => source?.close());
  addEventListener("keydown", (event) => {
    const target = event.composedPath()[0];
    if (event.key === "Escape") cover.hidden = true;
    if (event.key !== "b" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
    remember("bar", recall("bar") === "hidden" ? "" : "hidden");
    showBar();
  });
  attend();
})();
