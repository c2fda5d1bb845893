async ([url, step]) => {
  // The colours of a picture, as styles have them: of every so-manieth pixel, row by row.
  const sheet = new Image();
  sheet.src = url;
  await sheet.decode();
  const pen = new OffscreenCanvas(sheet.width, sheet.height).getContext('2d');
  pen.drawImage(sheet, 0, 0);
  const { data } = pen.getImageData(0, 0, sheet.width, sheet.height);
  const found = new Set();
  for (let at = 0; at < data.length; at += 4 * step) found.add(`rgb(${data[at]}, ${data[at + 1]}, ${data[at + 2]})`);
  return [...found];
}
