// The buttons that stand in no list of notes: help, another table, leaving, putting notices away, steps of an open link.
import { mark, part, raise, say, toggle, words, write } from "./room-page.js";
import { leave } from "./room-seat.js";

export function menu(room) {
  const menu = part("menu");
  part("open-menu").addEventListener("click", () => {
    const { state } = room.sheet;
    toggle(part("help", menu), Boolean(state?.table) && !state.help && ["write", "read_back", "lobby"].includes(state.stage));
    write(part("seat"), state ? words("seat", { n: state.seat }) : "");
    raise(menu);
  });
  part("help", menu).addEventListener("click", () => {
    menu.close();
    room.act({ verb: "help", on: true });
    say(words("help-asked"));
  });
  part("help-off").addEventListener("click", () => room.act({ verb: "help", on: false }));
  part("ask-leave", menu).addEventListener("click", () => {
    menu.close();
    raise(part("leaving"));
  });
  part("leave").addEventListener("click", () => leave(room));
  part("message-off").addEventListener("click", () => {
    room.show.hiddenMessage = room.sheet.state.message;
    room.draw();
  });
  part("moved-off").addEventListener("click", () => toggle(part("moved"), false));
  part("step-on").addEventListener("click", () => {
    if (!room.composer.isEmpty) room.composer.send();
    if (!room.questions.step(1)) room.memory.set("done", true);
    room.draw();
  });
  part("step-back").addEventListener("click", () => room.questions.step(-1));
  for (const [event, name] of [
    ["focusin", "on"],
    ["focusout", "off"],
  ]) {
    room.composer.form.addEventListener(event, () => mark(document.body, "data-typing", name));
  }
}
