// The light and dark switch: remembered, and shown only where scripts run.
(() => {
  const button = document.querySelector(".scheme");
  if (!button) return;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const current = () => document.documentElement.dataset.theme || (dark.matches ? "dark" : "light");
  const label = () => { button.textContent = current() === "dark" ? "Light" : "Dark"; };
  button.addEventListener("click", () => {
    const next = current() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    try { localStorage.theme = next; } catch { /* private windows refuse; the switch still works */ }
    label();
  });
  dark.addEventListener("change", label);
  label();
  button.hidden = false;
})();
