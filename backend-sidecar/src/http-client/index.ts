export { clientHeaders } from './request-headers.ts';
export { Connection, type ConnectionOptions } from './connection.ts';
export {
  exchange,
  type ExchangeLimits,
  type ExchangeRequest,
  type ExchangeSink,
  type FlowControl,
} from './exchange.ts';
export { PlainConnection } from './plain/plain-connection.ts';
export { hostPort, isRedirect, MAX_REDIRECTS, redirectTarget } from './redirect.ts';
export { HttpReader, type HttpAnswer, type HttpReaderOptions } from './http-reader.ts';
export { TlsSource } from './tls-source.ts';
