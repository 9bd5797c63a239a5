// Light or dark, remembered; shown only where scripts run.
const button = document.querySelector(".scheme");
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
const show = () => button.setAttribute("aria-pressed", String(isDark()));
if (button) {
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.theme = root.dataset.theme; } catch { /* private windows refuse */ }
    show();
  });
  system.addEventListener("change", show);
  show();
  button.hidden = false;
}

// The search dialog, by its link or "/"; nothing of it is loaded before.
const link = document.querySelector(".find");
const isTyping = (element) => element.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName);
const load = () => import(link.dataset.script);
const open = (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  load().then((search) => search.openDialog(link.dataset), () => { location.href = link.href; });
};
if (link && "HTMLDialogElement" in window) {
  link.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.defaultPrevented && !isTyping(event.target)) open(event);
  });
}

// The page to search from.
const place = document.querySelector("main .search");
if (link && place) {
  place.hidden = false;
  if (new URLSearchParams(location.search).get("q")) load();
  else place.addEventListener("focusin", load, { once: true });
}
