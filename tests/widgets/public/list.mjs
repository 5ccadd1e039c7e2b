import { days, element, spelled, words } from "./site.mjs";

element("#list").replaceChildren(
  ...days.map(({ date, free, taken }) => {
    const day = document.createElement("section");
    const heading = document.createElement("h3");
    heading.textContent = spelled(date);
    const list = document.createElement("ul");
    for (const time of [...free, ...taken].sort()) {
      const item = document.createElement("li");
      const button = Object.assign(document.createElement("button"), {
        type: "button",
        textContent: `${time}${words.hour}`,
        disabled: taken.includes(time),
      });
      item.append(button);
      list.append(item);
    }
    day.append(heading, list);
    return day;
  }),
);
