// The account of the tests: no picture and no trail names who ran them. For a program of its own by NODE_OPTIONS=--import.
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

export const TEST_ACCOUNT = 'annotator';

const real = os.userInfo();
os.userInfo = (() => ({ ...real, username: TEST_ACCOUNT })) as typeof os.userInfo;
syncBuiltinESMExports();
