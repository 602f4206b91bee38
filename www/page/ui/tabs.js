/** Tabs: one of them is reached with the Tab key, the others with the arrow keys, Home and End. */

/** Starts the tabs of a list. Returns a function that opens a tab by its id. */
export function startTabs(list) {
  const tabs = [...list.querySelectorAll('[role="tab"]')];
  const open = (chosen) => {
    for (const tab of tabs) {
      const isOpen = tab === chosen;
      tab.setAttribute("aria-selected", String(isOpen));
      tab.tabIndex = isOpen ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !isOpen;
    }
  };
  for (const tab of tabs) tab.addEventListener("click", () => open(tab));
  list.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(document.activeElement);
    const to = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at + tabs.length - 1) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    tabs[to].focus();
    open(tabs[to]);
  });
  return (id) => open(document.getElementById(id));
}
