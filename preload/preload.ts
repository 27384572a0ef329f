import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channels, commandNames, fileCommandNames, queryNames } from '../main/contract/names';

/** One fixed function per name; nothing of Electron's own reaches the page. */
function functions(channel: string, names: readonly string[]) {
  return Object.fromEntries(
    names.map((name) => [name, (id: string, args: unknown) => ipcRenderer.invoke(channel, name, id, args)]),
  );
}

/** A page can only name a file that a person picked or dropped: the path is taken from the File itself. */
function withFile(names: readonly string[]) {
  return Object.fromEntries(
    names.map((name) => [
      name,
      (id: string, args: Record<string, unknown>, file: File) =>
        ipcRenderer.invoke(channels.command, name, id, { ...args, path: webUtils.getPathForFile(file) }),
    ]),
  );
}

contextBridge.exposeInMainWorld('designer', {
  command: {
    ...functions(channels.command, commandNames),
    ...withFile(fileCommandNames),
  },
  query: functions(channels.query, queryNames),
  onChanged: (listener: () => void) => {
    ipcRenderer.on(channels.changed, () => listener());
  },
  onProgress: (listener: (progress: unknown) => void) => {
    ipcRenderer.on(channels.progress, (_event, progress: unknown) => listener(progress));
  },
});
