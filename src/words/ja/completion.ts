// Japanese: shell completion, and how it is installed. Commands to be typed are the same in every language.

import type { completion as pattern } from '../en/completion.ts';

export const completion: typeof pattern = {
  helpSummary: 'コマンドまたはトピックのヘルプを表示する',
  install: {
    bash: [
      'すべての bash で使うには、次の行を ~/.bashrc に追加します:',
      '  eval "$(routes completion bash)"',
      'bash-completion パッケージがあれば、必要なときだけ読み込ませることもできます:',
      '  mkdir -p ~/.local/share/bash-completion/completions',
      '  routes completion bash > ~/.local/share/bash-completion/completions/routes',
    ],
    zsh: [
      'すべての zsh で使うには、$fpath のフォルダに置いてから、新しいシェルを起動します:',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: zsh's own
      '  routes completion zsh > "${fpath[1]}/_routes"',
      'または、~/.zshrc の compinit より後に次の行を追加します:',
      '  eval "$(routes completion zsh)"',
    ],
    fish: [
      'すべての fish で使うには、次のコマンドを実行します:',
      '  mkdir -p ~/.config/fish/completions',
      '  routes completion fish > ~/.config/fish/completions/routes.fish',
    ],
    powershell: [
      'すべての PowerShell で使うには、$PROFILE が示すファイルに次の行を追加します:',
      '  routes completion powershell | Out-String | Invoke-Expression',
    ],
  },
};
