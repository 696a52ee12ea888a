// Asks for the content anew while something is under way; what the reader scrolled to stays where it is.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll(".cutover-live").forEach((live) => {
    const seconds = Number(live.dataset.refresh);
    if (!(seconds > 0)) {
      return;
    }
    const turn = setInterval(async () => {
      if (document.hidden || document.querySelector("dialog[open]")) {
        return;
      }
      try {
        const answer = await fetch("content", { cache: "no-store" });
        if (answer.ok && !answer.redirected) {
          live.innerHTML = await answer.text();
          window.Behaviour?.applySubtree(live, true);
          if (live.querySelector("[data-finished]")) {
            clearInterval(turn);
          }
        }
      } catch (unreachable) {
        // the controller restarts; the next turn finds it again
      }
    }, seconds * 1000);
  });
});
