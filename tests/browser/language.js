// Has the page speak another language at once, as the choice in a person's profile does; returns whether it does.
async (language) => {
  const root = document.querySelector("home-assistant");
  if (root.hass.language !== language) {
    const word = () => root.hass.localize("ui.common.cancel");
    const before = word();
    const deadline = performance.now() + 15_000;
    root.dispatchEvent(new CustomEvent("hass-language-select", { detail: language }));
    while (root.hass.language !== language || word() === before) {
      if (performance.now() > deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  // What a dialog loaded when it was opened, it does not load again.
  const categories = ["config", "exceptions", "issues", "options", "selector", "services", "title"];
  await Promise.all(
    categories.map((category) => root.hass.loadBackendTranslation(category, ["latchkey", "homeassistant"])),
  );
  return true;
}
