import { contextBridge, ipcRenderer } from 'electron';
import type { SigningBridge } from '../main/contract/signing';

// The whole of what the signing window can do: it shares no code with the other preload, and knows none of its calls.
const bridge: SigningBridge = {
  read: () => ipcRenderer.invoke('sign-read'),
  sign: (signed) => ipcRenderer.invoke('sign-sign', signed),
  cancel: () => ipcRenderer.send('sign-cancel'),
  onChanged: (listener) => {
    ipcRenderer.on('views-changed', () => listener());
  },
};

contextBridge.exposeInMainWorld('signing', bridge);
