// On a bad network a script of the page may not arrive, and then nothing would ever start. Nothing has been typed yet at
// that moment, so the page loads anew: after a while, and each time a little later. Not a module: it must not wait.
(() => {
  const FIRST = 6000;
  const LONGEST = 60000;
  const place = "start-again";
  let wait = FIRST;
  try {
    wait = Number(sessionStorage.getItem(place)) || FIRST;
  } catch {
    // nothing is kept here: always the first wait
  }
  addEventListener("room-started", () => {
    wait = 0;
    try {
      sessionStorage.removeItem(place);
    } catch {
      // see above
    }
  });
  const again = () => {
    if (!wait) return;
    try {
      sessionStorage.setItem(place, Math.min(2 * wait, LONGEST));
    } catch {
      // see above
    }
    location.reload();
  };
  // A script that failed is known at once; one that hangs is not.
  document.addEventListener("error", (event) => event.target.matches?.("script, link[rel=modulepreload]") && setTimeout(again, 2000 * (0.5 + Math.random())), true);
  addEventListener("load", () => setTimeout(again, wait));
})();
