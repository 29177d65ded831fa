/** What a report's page runs to draw its figures, and to let all readers have them. */
export const DRAW_FIGURES = `
/** A title in lines, as plotly.js breaks none; few letters are wider than 8 pixels. */
function inLines(text, width) {
  return text.split(" ").reduce((before, word) => {
    const line = before.split("<br>").at(-1) + " " + word;
    return before + (8 * line.length > width - 24 ? "<br>" : " ") + word;
  });
}

/** Makes a figure as narrow as the page: few look for what is off the screen. */
function narrow(layout, room) {
  if (!(layout.width > room)) return;
  layout.width = room;
  if (layout.title?.text) layout.title.text = inLines(layout.title.text, room);
  for (const step of (layout.sliders ?? []).flatMap(({ steps }) => steps)) {
    const changes = step.args[1];
    const title = changes?.["title.text"];
    if (title) changes["title.text"] = inLines(title, room);
  }
}

/** Names a drawing: its title, as a screen reader should read no marks of its axes. */
function name(box) {
  const drawing = box.querySelector(".plot-container");
  const { title } = box.layout;
  const text = (typeof title === "string" ? title : title?.text) || "untitled figure";
  const words = text.replace(/<br>/g, " ").replace(/<\\/?[a-z][^>]*>/gi, "");
  drawing.setAttribute("aria-label", words);
  drawing.setAttribute("role", box.layout.sliders ? "group" : "img");
}

/** Moves a slider to a step, if there is one. */
function move(box, { steps, active = 0 }, s, to) {
  if (!steps[to] || to === active) return;
  const [traces, layout] = steps[to].args;
  Plotly.update(box, traces, { ...layout, ["sliders[" + s + "].active"]: to });
}

/** Lets the keyboard move a slider, which plotly.js gives to the pointer alone. */
function reach(box, slider, s) {
  const { steps, currentvalue } = slider;
  const handle = box.querySelectorAll(".slider-container")[s];
  const at = () => slider.active ?? 0;
  const say = () => {
    handle.setAttribute("aria-valuenow", at());
    handle.setAttribute("aria-valuetext", steps[at()].label);
  };
  handle.setAttribute("role", "slider");
  handle.setAttribute("tabindex", 0);
  handle.setAttribute("aria-label", (currentvalue?.prefix ?? "").replace(/: $/, "") || "step");
  handle.setAttribute("aria-valuemin", 0);
  handle.setAttribute("aria-valuemax", steps.length - 1);
  handle.addEventListener("keydown", (event) => {
    const to = {
      ArrowLeft: at() - 1,
      ArrowDown: at() - 1,
      ArrowRight: at() + 1,
      ArrowUp: at() + 1,
      Home: 0,
      End: steps.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    move(box, slider, s, to);
  });
  box.on("plotly_afterplot", () => {
    name(box);
    say();
  });
  say();
}

/** Lets the keyboard scroll what is wider than the page. */
function scroll(box) {
  const attributes = {
    tabindex: 0,
    role: "region",
    "aria-label": box.parentElement.querySelector("h2").textContent,
  };
  const isWider = box.scrollWidth > box.clientWidth;
  for (const [name, value] of Object.entries(attributes)) {
    if (isWider) box.setAttribute(name, value);
    else box.removeAttribute(name);
  }
}

for (const script of document.querySelectorAll('script[type="application/json"]')) {
  const box = script.parentElement;
  let drawn = null;
  const draw = () => {
    const most = parseFloat(getComputedStyle(box).maxWidth) || 0;
    const { data, layout } = JSON.parse(script.textContent);
    narrow(layout, Math.max(box.parentElement.clientWidth, most));
    if (drawn === layout.width) return;
    drawn = layout.width;
    // a finger scrolls the page: nothing would lead back from where it zoomed to
    if (matchMedia("(pointer: coarse)").matches) layout.dragmode = false;
    const before = box.layout?.sliders ?? [];
    const isHeld = document.activeElement.matches(".slider-container") &&
      box.contains(document.activeElement);
    Plotly.newPlot(box, data, layout, { displayModeBar: false }).then(() => {
      name(box);
      (box.layout.sliders ?? []).forEach((slider, s) => {
        reach(box, slider, s);
        move(box, slider, s, before[s]?.active ?? 0); // where the reader had it
      });
      if (isHeld) box.querySelector(".slider-container")?.focus();
    });
  };
  draw();
  addEventListener("resize", draw);
}

const scrollAll = () => document.querySelectorAll(".wide").forEach(scroll);
scrollAll();
addEventListener("resize", scrollAll);`;
