/** Made by resources/launch/packPage.mjs when something that imports it is built. */
declare module 'virtual:pack-page' {
  export const pageScript: string;
  export const pageStyle: string;
}
