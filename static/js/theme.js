// The light and dark switch: remembered, and shown only where scripts run.
(() => {
  const button = document.querySelector(".scheme");
  if (!button) return;
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.theme = root.dataset.theme; } catch { /* private windows refuse; the switch still works */ }
    show();
  });
  system.addEventListener("change", show);
  show();
  button.hidden = false;
})();
