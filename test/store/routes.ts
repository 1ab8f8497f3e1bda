// Routes for the tests of the store.

import { defaultOptions, type Route } from '../../src/route/route.ts';

export function routeNamed(name: string, more: Partial<Route> = {}): Route {
  return {
    name,
    hosts: { type: 'single', host: 'mx1.example.com', port: 25 },
    options: defaultOptions,
    console: null,
    ...more,
  };
}
