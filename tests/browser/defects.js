// What is wrong with the page as it is shown now: a list of sentences. `allowed` names what is no fault of Latchkey.
(allowed) => {
  const found = [];

  // Every element that is shown, those in shadow roots included.
  const shown = (root) =>
    [...root.children].flatMap((element) => [
      ...(element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) ? [element] : []),
      ...(element.shadowRoot ? shown(element.shadowRoot) : []),
      ...shown(element),
    ]);

  const ownText = (element) =>
    [...element.childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.textContent.trim())
      .filter(Boolean)
      .join(" ");

  const parent = (element) => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host;
  const path = (element) => {
    const names = [];
    for (let each = element; each && names.length < 6; each = parent(each)) {
      if (each.localName !== "slot") names.unshift(each.localName);
    }
    return names.join(" > ");
  };
  const isAllowed = (element, names) => {
    for (let each = element; each; each = parent(each)) if (names.includes(each.localName)) return true;
    return false;
  };
  // What hides a part of a text: an element around it that cuts off what is wider, and cannot be scrolled.
  const hiddenBy = (element, { left, right }) => {
    for (let each = element; each; each = parent(each)) {
      const { overflowX, display, textOverflow } = getComputedStyle(each);
      if (["auto", "scroll"].includes(overflowX)) return undefined;
      // Of a text that ends in dots, the rectangle is what is left of it.
      if (overflowX !== "visible" && textOverflow === "ellipsis" && each.scrollWidth > each.clientWidth + 1) return each;
      const box = each.getBoundingClientRect();
      if (overflowX !== "visible" && display !== "inline" && box.width > 1 && (right > box.right + 1 || left < box.left - 1))
        return each;
    }
    return undefined;
  };
  const scrollsSideways = (element) => {
    for (let each = element; each; each = parent(each)) {
      if (["auto", "scroll"].includes(getComputedStyle(each).overflowX) && each.scrollWidth > each.clientWidth)
        return true;
    }
    return false;
  };

  const untranslated = [
    /\b(component|ui|state)\.[a-z_]+\.[a-z_.]+/, // a key of a translation
    /^[a-z0-9]+(_[a-z0-9]+)+$/, // a name that is meant for programs
    /[{}]|\[object|\bundefined\b|\bNaN\b|\[%key/, // a placeholder that nothing was put into
  ];

  const checkText = (element, text) => {
    if (untranslated.some((pattern) => pattern.test(text)) && !isAllowed(element, allowed.untranslated))
      found.push(`not translated: “${text}” (${path(element)})`);
  };

  const checkForm = (form) => {
    for (const field of form.schema ?? []) {
      const label = form.computeLabel?.(field, form.data);
      if (field.name && (!label || label === field.name))
        found.push(`a field without a label: ${field.name} (${path(form)})`);
    }
  };

  const checkWidth = (element, text) => {
    if (allowed.titles.some((title) => text.includes(title))) return;
    const range = document.createRange();
    range.selectNodeContents(element);
    const box = range.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1) return;
    const style = getComputedStyle(element);
    const hasTooManyLines = style.webkitLineClamp !== "none" && element.scrollHeight > element.clientHeight + 1;
    if ((hasTooManyLines || hiddenBy(element, box)) && !isAllowed(element, allowed.cut))
      found.push(`cut: “${text}” (${path(element)})`);
    if ((box.left < -1 || box.right > innerWidth + 1) && !scrollsSideways(element) && !isAllowed(element, allowed.outside))
      found.push(`outside of the window: “${text}” (${path(element)})`);
  };

  for (const element of shown(document.body)) {
    if (["script", "style", "svg", "path"].includes(element.localName)) continue;
    if (element.localName === "ha-form") checkForm(element);
    if (element.matches(".dialog-title") && !element.textContent.trim())
      found.push(`a dialog without a title (${path(element)})`);
    const text = ownText(element);
    if (!text) continue;
    checkText(element, text);
    checkWidth(element, text);
  }
  const page = document.scrollingElement;
  if (page.scrollWidth > innerWidth + 1) found.push(`the page is ${page.scrollWidth - innerWidth} px too wide`);
  return found;
}
