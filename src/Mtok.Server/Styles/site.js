// Sliders: each moves the text field it stands beside, which is what the form sends. Without this script there are the fields alone.
(() => {
  "use strict";
  const units = { ms: 1, s: 1000, min: 60000, h: 3600000 };

  const number = (text, unit) => {
    const match = /^\s*([\d_.,]+)\s*([a-z%]*)\s*$/i.exec(text);
    if (!match) return NaN;
    const value = Number(match[1].replace(/[_,]/g, ""));
    return unit === "ms" ? value * (units[match[2]] ?? 1) : unit === "%" && match[2] !== "%" ? value * 100 : value;
  };

  const rounded = value => Number(value.toPrecision(value >= 1000 ? 3 : 2));

  const valueAt = ({ low, high, linear }, position) => {
    const [from, to, share] = [Number(low), Number(high), position / 1000];
    return rounded(linear ? from + share * (to - from) : from * Math.pow(to / from, share));
  };

  const positionOf = ({ low, high, linear }, value) => {
    const [from, to] = [Number(low), Number(high)];
    const share = linear ? (value - from) / (to - from) : Math.log(value / from) / Math.log(to / from);
    return Math.round(1000 * Math.min(1, Math.max(0, share)));
  };

  const follow = (slider, field) => {
    const value = number(field.value, slider.dataset.unit);
    if (Number.isFinite(value)) slider.value = positionOf(slider.dataset, value);
    slider.setAttribute("aria-valuetext", field.value || "not set");
  };

  const connect = slider => {
    const field = document.getElementById(slider.dataset.for);
    slider.hidden = false;
    follow(slider, field);
    field.addEventListener("change", event => event.isTrusted && follow(slider, field));
    slider.addEventListener("change", event => event.stopPropagation());
    slider.addEventListener("input", () => {
      field.value = valueAt(slider.dataset, Number(slider.value)) + slider.dataset.unit;
      slider.setAttribute("aria-valuetext", field.value);
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  };

  document.querySelectorAll("input[type=range][data-for]").forEach(connect);
})();
