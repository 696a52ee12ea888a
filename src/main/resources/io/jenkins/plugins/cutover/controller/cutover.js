// Asks for the content anew while something is under way; what the reader scrolled to stays where it is.
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
        clearInterval(turn);
      }
    };
    const ask = () =>
      fetch("content", { cache: "no-store" })
        .then((answer) => (answer.ok && !answer.redirected ? answer.text().then(show) : undefined))
        .catch(() => undefined); // the controller restarts; the next turn finds it again
    const turn = setInterval(() => {
      if (!document.hidden && !document.querySelector("dialog[open]")) {
        ask();
      }
    }, seconds * 1000);
  });
});
