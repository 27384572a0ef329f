import { type BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * The menu behind the keys: editing, zoom, full screen, quit. Reloading and developer tools exist in development only, and so
 * does the page that shows every part of the design system in every state.
 */
export function setMenu(window: BrowserWindow, dev: string | undefined, openGallery: () => void): void {
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
  if (dev !== undefined) {
    view.push(
      { type: 'separator' },
      { role: 'reload' },
      { role: 'toggleDevTools' },
      { label: 'Kit gallery', click: openGallery },
    );
  }
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { label: 'Process Designer', submenu: [{ role: 'quit' }] },
      { role: 'editMenu' },
      { label: 'View', submenu: view },
    ]),
  );
  window.setMenuBarVisibility(false);
}

/** Where the gallery is served while developing. */
export function galleryUrl(dev: string): string {
  return new URL('/gallery.html', dev).href;
}
