/** The connection pool without the rest of undici (fetch, WebSocket, caches), which nobody asks for here. */
declare module 'undici/lib/dispatcher/pool.js' {
  import { Pool } from 'undici';
  export default Pool;
}
