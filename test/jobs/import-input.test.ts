import { describe, expect, it } from 'vitest';
import { isPurkinjeError } from '../../src-main/domain/errors.ts';
import { readImportInput } from '../../src-main/jobs/import/import-input.ts';

function messageOf(input: unknown): string {
  try {
    readImportInput(input);
  } catch (error) {
    if (isPurkinjeError(error) && error.code === 'InvalidInput') return error.message;
    throw error;
  }
  return 'accepted';
}

describe('the input of an import job', () => {
  it('gets what was left out', () => {
    expect(readImportInput({ paths: ['/a'], author: undefined })).toEqual({
      paths: ['/a'],
      author: 'local user',
      simulated: false,
      acceptTruncated: false,
    });
  });

  it('is taken whole', () => {
    const whole = {
      paths: ['/a', '/b'],
      author: 'me',
      study: { name: 'S' },
      patient: { identifier: '1', name: 'P', sex: 'f', birthYear: 1960 },
      simulated: true,
      aliases: { 'CS 1-2': 'CS12' },
      acceptTruncated: true,
    };
    expect(readImportInput(whole)).toEqual(whole);
  });

  it.each([
    [undefined, 'no object'],
    [{}, 'paths must be'],
    [{ paths: [] }, 'paths must be'],
    [{ paths: [''] }, 'paths must be'],
    [{ paths: '/a' }, 'paths must be'],
    [{ paths: ['/a'], author: '' }, 'author must be'],
    [{ paths: ['/a'], author: null }, 'author must be'],
    [{ paths: ['/a'], study: {} }, 'study must be'],
    [{ paths: ['/a'], study: { name: 'S', of: 1 } }, 'study must be'],
    [{ paths: ['/a'], patient: { birthYear: 1960.5 } }, 'patient must be'],
    [{ paths: ['/a'], simulated: 'yes' }, 'simulated must be'],
    [{ paths: ['/a'], aliases: { a: 1 } }, 'aliases must be'],
    [{ paths: ['/a'], acceptTruncated: 1 }, 'acceptTruncated must be'],
    [{ paths: ['/a'], toString: 1 }, 'toString is unknown'],
    [{ paths: ['/a'], constructor: 1 }, 'constructor is unknown'],
  ])('is refused: %j', (input, says) => {
    expect(messageOf(input)).toContain(says);
  });
});
