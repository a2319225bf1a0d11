import streamlit as st

st.title("patrol")
