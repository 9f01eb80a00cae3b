import { render, screen } from '@testing-library/react';
import { Button } from '@grafana/ui';
import { dateTime } from '@grafana/data';
import { config } from '@grafana/runtime';

describe('App', () => {
  it('renders', () => {
    render(
      <Button icon="cog">
        Hello {dateTime(0).utc().format('YYYY')} {String(config.appUrl)}
      </Button>,
    );
    expect(screen.getByRole('button')).toHaveTextContent('Hello 1970');
  });
});
