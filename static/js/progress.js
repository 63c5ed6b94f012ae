// A wait: an element with an id and data-poll="URL" is asked again every two seconds until the answer has no data-poll.
// It is for pages without a live stream; only parts of our own server are taken in. data-then="URL" goes there at the end.
const EVERY = 2000;
const known = new WeakSet();

async function ask(element) {
  if (!element.isConnected) return;
  if (!document.hidden) {
    try {
      const headers = { "HX-Request": "true", "HX-Target": `${element.localName}#${element.id}` };
      const answer = await fetch(element.dataset.poll, { headers });
      if (answer.redirected) return location.assign(answer.url);
      const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
      const fresh = page.getElementById(element.id);
      if (fresh) {
        element.replaceWith(document.adoptNode(fresh));
        if (fresh.dataset.then) return location.assign(fresh.dataset.then);
        return; // found again below, if it still asks
      }
    } catch {
      // a moment without a connection: ask again
    }
  }
  setTimeout(ask, EVERY, element);
}

function look() {
  for (const element of document.querySelectorAll("[data-poll][id]")) {
    if (known.has(element)) continue;
    known.add(element);
    setTimeout(ask, EVERY, element);
  }
}

look();
new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
