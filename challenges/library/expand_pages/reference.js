function expand_pages(text) {
  const pages = [];
  for (const entry of text.trim() === "" ? [] : text.split(",")) {
    const [begin, end = begin] = entry.split("-").map(Number);
    const step = begin <= end ? 1 : -1;
    for (let page = begin; page !== end + step; page += step) pages.push(page);
  }
  return pages;
}
