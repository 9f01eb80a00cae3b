import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { jest } from '@jest/globals';
import { loadedPage } from './loaded-page.tsx';

const Page = ({ theme }: { theme: string }) => <p>The page, {theme}</p>;

describe('loadedPage', () => {
  it('fetches a page once, and shows it at once from then on', async () => {
    const load = jest.fn(() => Promise.resolve(Page));
    const Loaded = loadedPage(load);
    const first = render(<Loaded theme="dark" />);
    await screen.findByText('The page, dark');
    first.unmount();
    render(<Loaded theme="light" />);
    expect(screen.getByText('The page, light')).not.toBeNull();
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('says that its script cannot be fetched, and fetches it when it is asked to', async () => {
    let isThere = false;
    const Loaded = loadedPage(() => (isThere ? Promise.resolve(Page) : Promise.reject(new Error('Failed to fetch'))));
    render(<Loaded theme="dark" />);
    expect((await screen.findByRole('alert')).textContent).toMatch(/does not answer.*Failed to fetch/);
    isThere = true;
    await userEvent.click(screen.getByRole('button', { name: 'Try now' }));
    await screen.findByText('The page, dark');
  });

  it('keeps an error of the page within its frame, and draws it again', async () => {
    let isBroken = true;
    const Broken = () => {
      if (isBroken) throw new Error('no such field');
      return <p>mended</p>;
    };
    // React tells the console of every error that a boundary caught.
    const told = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const Loaded = loadedPage(() => Promise.resolve(Broken));
    render(<Loaded />);
    expect((await screen.findByRole('alert')).textContent).toMatch(/This page failed: no such field/);
    isBroken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Draw it again' }));
    await screen.findByText('mended');
    told.mockRestore();
  });
});
