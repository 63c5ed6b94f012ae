// One sender per browser: the tab that holds the lock sends, the others wait. Where the page came over plain HTTP there
// are no Web Locks, so a lease in localStorage does it; a lease that was lost only means that something is sent twice,
// which the server takes as once.
const LEASE = 20000;

const me = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16)).join("");

// Run `work(stillMine)` while no other tab does; false when another one is at it.
export async function alone(name, work) {
  if (navigator.locks) return locked(name, work);
  const key = `lease:${name}`;
  if (!(await taken(key))) return false;
  const renewed = setInterval(() => write(key), LEASE / 4);
  try {
    await work(() => [me, null].includes(holder(key)));
  } finally {
    clearInterval(renewed);
    if (holder(key) === me) forget(key);
  }
  return true;
}

const refusedSince = new Map();

async function locked(name, work) {
  let mine = true;
  const run = async (lock) => {
    if (!lock) return false;
    refusedSince.delete(name);
    await work(() => mine);
    return true;
  };
  // A tab that the browser has put to sleep may hold the lock for ever.
  const asleep = Date.now() - (refusedSince.get(name) ?? Infinity) > LEASE;
  try {
    const done = await navigator.locks.request(name, asleep ? { steal: true } : { ifAvailable: true }, run);
    if (!done && !refusedSince.has(name)) refusedSince.set(name, Date.now());
    return done;
  } catch {
    mine = false; // taken from us
    return false;
  }
}

async function taken(key) {
  if (holder(key) && holder(key) !== me) return false;
  if (!write(key)) return true; // nothing can be kept here, so nobody else can hold it
  // Two tabs may have written at the same moment: whoever wrote last has it.
  await new Promise((done) => setTimeout(done, 20 + Math.random() * 40));
  return holder(key) === me;
}

function holder(key) {
  try {
    const [who, until] = (localStorage.getItem(key) ?? "").split(" ");
    return who && Number(until) > Date.now() ? who : null;
  } catch {
    return null;
  }
}

function write(key) {
  try {
    localStorage.setItem(key, `${me} ${Date.now() + LEASE}`);
    return true;
  } catch {
    return false;
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // it was never there
  }
}
