/** Hands bytes to the browser as a file: the desktop shell asks where to, a browser puts it with its downloads. */
export function saveFile(document: Document, bytes: ArrayBuffer, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** @returns what to tell of it */
export function savePdf(document: Document, bytes: ArrayBuffer, name: string): string {
  saveFile(document, bytes, name, 'application/pdf');
  return `${name} made, ${Math.ceil(bytes.byteLength / 1024)} kB`;
}

/** What may stand in a file's name on every system. */
export function safeName(text: string): string {
  return text.replace(/[^\w.-]+/g, '-');
}
