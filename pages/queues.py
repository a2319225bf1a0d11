import streamlit as st

st.title("queues")
