// The seat of this phone: another table, leaving, and what is left when a facilitator took it out of the room.
import { hint, part, toggle, words } from "./room-page.js";

const BACK_AGAIN = 5000;

// Sit at the table with this key; the stream of the old one hears the wrong notes.
export async function sit(room, key, dialog) {
  try {
    await room.server.form(room.root.dataset.tableAt, { table: key });
  } catch {
    return hint(words("state-offline"));
  }
  dialog.close();
  room.stream.again();
}

// Leave on this phone: it forgets everything, and the back button shows nothing.
export async function leave(room) {
  try {
    await room.server.form(room.root.dataset.leaveAt, {});
  } catch {
    return hint(words("state-offline"));
  }
  room.stream.end();
  room.outbox.stop();
  room.outbox.clear();
  room.memory.clear();
  location.replace(room.root.dataset.leftFor);
}

// The seat is gone: nothing is sent any more, and what was written can still be copied.
export function lose(room) {
  if (room.gone) return;
  room.gone = true;
  room.stream.end();
  room.outbox.stop();
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  for (const one of ["foot", "tabs", "progress", "timer"]) toggle(part(one), false);
  room.refusals.draw();
  room.draw();
  // Taken out by mistake, and put back: the page begins anew, with everything that was kept.
  const back = setInterval(async () => {
    const state = await room.server.state().catch(() => ({ refused: 0 }));
    if (state.refused !== undefined) return;
    clearInterval(back);
    location.reload();
  }, BACK_AGAIN);
}
