// A wait: an element with data-poll="URL" is asked again every two seconds until the answer no longer carries data-poll.
// It is for pages without a live stream; the part is exchanged as it comes from our own server.
const EVERY = 2000;

async function ask(element) {
  if (document.hidden) return later(element);
  try {
    const answer = await fetch(element.dataset.poll, { headers: { "HX-Request": "true", "HX-Target": element.id } });
    if (answer.redirected || answer.status === 286) return location.assign(answer.url);
    if (answer.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(element.id);
      if (fresh) {
        element.replaceWith(fresh);
        if (fresh.dataset.then) return location.assign(fresh.dataset.then);
        return fresh.dataset.poll ? later(fresh) : undefined;
      }
    }
  } catch {
    // a moment without a connection: ask again
  }
  later(element);
}

function later(element) {
  setTimeout(() => element.isConnected && ask(element), EVERY);
}

for (const element of document.querySelectorAll("[data-poll]")) later(element);
