// Refreshes the content while a cutover is open, without changing the scroll position.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll(".cutover-live").forEach((live) => {
    const seconds = Number(live.dataset.refresh);
    if (!(seconds > 0)) {
      return;
    }
    const show = (content) => {
      live.innerHTML = content;
      if (window.Behaviour) {
        window.Behaviour.applySubtree(live, true);
      }
      if (live.querySelector("[data-finished]")) {
        clearInterval(timer);
      }
    };
    const refresh = () =>
      fetch("content", { cache: "no-store" })
        .then((response) => (response.ok && !response.redirected ? response.text().then(show) : undefined))
        .catch(() => undefined); // the controller restarts: the next refresh tries again
    const timer = setInterval(() => {
      if (!document.hidden && !document.querySelector("dialog[open]")) {
        refresh();
      }
    }, seconds * 1000);
  });
});
