// English: shell completion, and how it is installed. Commands to be typed are the same in every language.

export const completion = {
  helpSummary: 'help for a command, or on a topic',
  /** What to do with the script, a line each; what is indented is typed. */
  install: {
    bash: [
      'to have it in every bash, add this line to ~/.bashrc:',
      '  eval "$(routes completion bash)"',
      'or, with the bash-completion package, which loads it when it is needed:',
      '  mkdir -p ~/.local/share/bash-completion/completions',
      '  routes completion bash > ~/.local/share/bash-completion/completions/routes',
    ],
    zsh: [
      'to have it in every zsh, put it into a folder of $fpath, then start a new shell:',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: zsh's own
      '  routes completion zsh > "${fpath[1]}/_routes"',
      'or add this line to ~/.zshrc, after compinit:',
      '  eval "$(routes completion zsh)"',
    ],
    fish: [
      'to have it in every fish:',
      '  mkdir -p ~/.config/fish/completions',
      '  routes completion fish > ~/.config/fish/completions/routes.fish',
    ],
    powershell: [
      'to have it in every PowerShell, add this line to the file that $PROFILE names:',
      '  routes completion powershell | Out-String | Invoke-Expression',
    ],
  },
};
