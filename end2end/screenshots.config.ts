import config from './playwright.config.ts';

/** The README's pictures: the same browser and portal as the tests, another folder. */
export default {
  ...config,
  testDir: 'screenshots',
  testMatch: '*.shot.ts',
  workers: 1,
  reporter: 'list',
  projects: [{ name: 'js' }],
};
