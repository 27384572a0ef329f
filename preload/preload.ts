import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channels, commandNames, queryNames } from '../main/contract/names';

/** One fixed function per name; nothing of Electron's own reaches the page. */
function functions(channel: string, names: readonly string[]) {
  return Object.fromEntries(
    names.map((name) => [name, (id: string, args: unknown) => ipcRenderer.invoke(channel, name, id, args)]),
  );
}

contextBridge.exposeInMainWorld('designer', {
  command: {
    ...functions(channels.command, commandNames),
    // A page can only name a file that a person picked or dropped: the path is taken from the File itself.
    addEvidence: (id: string, args: Record<string, unknown>, file: File) =>
      ipcRenderer.invoke(channels.command, 'addEvidence', id, {
        ...args,
        path: webUtils.getPathForFile(file),
      }),
  },
  query: functions(channels.query, queryNames),
  onChanged: (listener: () => void) => {
    ipcRenderer.on(channels.changed, () => listener());
  },
  onProgress: (listener: (progress: unknown) => void) => {
    ipcRenderer.on(channels.progress, (_event, progress: unknown) => listener(progress));
  },
});
