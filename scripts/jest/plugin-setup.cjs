// What jsdom lacks and @grafana/* uses, beyond what the views need (create-plugin's jest-setup).
require('@testing-library/jest-dom');
const { TextDecoder, TextEncoder } = require('node:util');

globalThis.jest ??= require('@jest/globals').jest;
Object.assign(globalThis, { TextDecoder, TextEncoder });

class ObserverStub {
  observe() {}
  unobserve() {}
  disconnect() {}
  takeRecords() {
    return [];
  }
}
globalThis.ResizeObserver ??= ObserverStub;
globalThis.IntersectionObserver ??= ObserverStub;
globalThis.matchMedia ??= (query) => ({
  matches: false,
  media: query,
  onchange: null,
  addListener() {},
  removeListener() {},
  addEventListener() {},
  removeEventListener() {},
  dispatchEvent: () => false,
});
globalThis.Path2D ??= class {
  moveTo() {}
  lineTo() {}
  rect() {}
  arc() {}
  closePath() {}
};
HTMLCanvasElement.prototype.getContext = () => null;
Element.prototype.scrollIntoView ??= () => {};
