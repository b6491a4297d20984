/** Files and folders that were dropped on or chosen in a browser, with their paths. */
import type { UploadFile } from './studies.svelte.ts';

function uploadFile(file: File, path: string): UploadFile {
  return { path, size: file.size, bytes: async () => new Uint8Array(await file.arrayBuffer()) };
}

export function uploadFilesOf(files: FileList | null): UploadFile[] {
  return [...(files ?? [])].map((file) => uploadFile(file, file.webkitRelativePath || file.name));
}

/** Dropped folders are walked; the transfer's entries must be taken before anything is awaited. */
export async function droppedFiles(transfer: DataTransfer): Promise<UploadFile[]> {
  const entries = [...transfer.items]
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null);
  if (entries.length === 0) return uploadFilesOf(transfer.files);
  return (await Promise.all(entries.map((entry) => filesUnder(entry)))).flat();
}

async function filesUnder(entry: FileSystemEntry): Promise<UploadFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [uploadFile(file, entry.fullPath.replace(/^\//, ''))];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: UploadFile[] = [];
  for (;;) {
    // A reader gives a hundred entries at a time and none at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return found;
    found.push(...(await Promise.all(some.map((one) => filesUnder(one)))).flat());
  }
}
